import { z } from 'zod';
import { type CallSpecs, inIam, operatorsOnly, type Permission, regional, type Send } from '../model/call';
import { intermediateCall } from '../model/failure';
import type { RebuildCalls } from './rebuild';

const notebooks = [regional('sagemaker', 'notebook-instance/*')];
/** Calls about a notebook, whatever they set. */
export const onNotebooks: readonly Permission[] = [{ sid: 'Notebooks', on: notebooks }];

/** The permission to set root access to this, and to nothing else. */
export function settingRootAccess(value: 'Enabled' | 'Disabled'): readonly Permission[] {
  return [{ sid: 'RootAccess', on: notebooks, when: { StringEquals: { 'sagemaker:RootAccess': value } } }];
}

/** The same notebook anew inside a VPC, then the deletion of the old one. */
export const rebuildCalls: CallSpecs<RebuildCalls> = {
  'sagemaker:CreateNotebookInstance': {
    step: [
      {
        sid: 'ReplaceInVpc',
        on: notebooks,
        when: { StringEquals: { 'sagemaker:DirectInternetAccess': 'Disabled' } },
      },
      { sid: 'Notebooks', action: 'sagemaker:AddTags', on: notebooks },
      { sid: 'Notebooks', action: 'sagemaker:ListTags', on: notebooks },
      {
        sid: 'PassNotebookRoles',
        action: 'iam:PassRole',
        on: [inIam('role/*')],
        when: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      },
    ],
    perform: async ({ copyTagsFrom, create }, send) => {
      const Tags = await intermediateCall('sagemaker:ListTags', () => tagsOf(copyTagsFrom, send));
      return send('sagemaker:CreateNotebookInstance', { ...create, ...(Tags.length > 0 ? { Tags } : {}) });
    },
  },
  // It destroys data: only an operator does it, with `palisade apply --allow-data-loss`.
  'sagemaker:DeleteNotebookInstance': { step: operatorsOnly },
};

const tagsPage = z.object({
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
  NextToken: z.string().optional(),
});

/** Tags are not part of Describe, and cost allocation and access may hang on them. `aws:` tags cannot be set. */
async function tagsOf(ResourceArn: string, send: Send): Promise<z.infer<typeof tagsPage>['Tags']> {
  const tags: z.infer<typeof tagsPage>['Tags'] = [];
  let NextToken: string | undefined;
  do {
    const input = { ResourceArn, ...(NextToken === undefined ? {} : { NextToken }) };
    const page = tagsPage.parse(await send('sagemaker:ListTags', input));
    tags.push(...page.Tags);
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return tags.filter(({ Key }) => !Key.startsWith('aws:'));
}
