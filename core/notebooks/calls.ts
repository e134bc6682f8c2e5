import { z } from 'zod';
import { type CallSpecs, inIam, operatorsOnly, type Permission, regional, type Send } from '../model/call';
import { intermediateCall } from '../model/failure';
import type { RebuildCalls } from './rebuild';
import { allPages } from '../lists/pages';

const notebooks = [regional('sagemaker', 'notebook-instance/*')];
/** Permission for calls on a notebook, whatever they set. */
export const onNotebooks: readonly Permission[] = [{ sid: 'Notebooks', on: notebooks }];

/** Permission to set root access to this value and to no other. */
export function settingRootAccess(value: 'Enabled' | 'Disabled'): readonly Permission[] {
  return [{ sid: 'RootAccess', on: notebooks, when: { StringEquals: { 'sagemaker:RootAccess': value } } }];
}

/** Recreates a notebook inside a VPC, then deletes the old one. */
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
  // It destroys data, so only an operator makes this call, with `palisade apply --allow-data-loss`.
  'sagemaker:DeleteNotebookInstance': { step: operatorsOnly },
};

const tagsPage = z.object({
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
  NextToken: z.string().optional(),
});

/**
 * The tags of a notebook. Describe does not return them, but cost allocation and access may depend on them. `aws:`
 * tags cannot be set, so they are left out.
 */
async function tagsOf(ResourceArn: string, send: Send): Promise<z.infer<typeof tagsPage>['Tags']> {
  const tags = await allPages(
    'sagemaker:ListTags',
    async (NextToken) =>
      tagsPage.parse(
        await send('sagemaker:ListTags', { ResourceArn, ...(NextToken === undefined ? {} : { NextToken }) }),
      ),
    ({ Tags }) => Tags,
  );
  return tags.filter(({ Key }) => !Key.startsWith('aws:'));
}
