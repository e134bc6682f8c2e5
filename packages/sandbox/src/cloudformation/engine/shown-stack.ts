import { internalCall } from '../../account/internal-call';
import { stackEvent } from '../../services/cloudformation/events';
import { CLOUDFORMATION_SLOT, type StackRecord } from '../../services/cloudformation/state';
import type { StackHost } from '../provider';
import type { Stack } from '../stack';
import { readTemplate } from '../template';

/** Registers a stack that was deployed by code, so that CloudFormation's API shows it. */
export function shownStack(
  host: StackHost,
  stack: Stack,
  template: unknown,
  parameters: Readonly<Record<string, string>>,
): Stack {
  const { account } = host.sandbox;
  const { stacks } = internalCall(account, host.region, 'cloudformation.amazonaws.com').state(
    CLOUDFORMATION_SLOT,
  );
  const show = (
    from: unknown,
    given: Readonly<Record<string, string>>,
    status: StackRecord['status'],
  ): void => {
    const before = stacks.get(host.stackId);
    const record = recordOf(host, stack, from, given, before?.createdAt ?? account.clock.now());
    stacks.set(host.stackId, record);
    stackEvent(account, record, status);
  };
  show(template, parameters, 'CREATE_COMPLETE');
  return {
    ...stack,
    async update(next, given = parameters) {
      const events = await stack.update(next, given);
      show(next, given, 'UPDATE_COMPLETE');
      return events;
    },
    async remove() {
      const events = await stack.remove();
      const record = stacks.get(host.stackId);
      if (record !== undefined) stackEvent(account, record, 'DELETE_COMPLETE');
      return events;
    },
  };
}

function recordOf(
  { stackId, region, sandbox }: StackHost,
  { name, resources, outputs }: Stack,
  template: unknown,
  given: Readonly<Record<string, string>>,
  createdAt: number,
): StackRecord {
  const read = readTemplate(template);
  const at = sandbox.clock.now();
  const values = [...read.parameters].map(
    ([key, { Default: otherwise }]) => [key, given[key] ?? String(otherwise)] as const,
  );
  return {
    id: stackId,
    name,
    region,
    createdAt,
    updatedAt: createdAt === at ? undefined : at,
    deletedAt: undefined,
    status: 'CREATE_COMPLETE',
    reason: undefined,
    source: {
      templateBody: JSON.stringify(template),
      parameters: new Map(values),
      tags: [],
      capabilities: [],
    },
    description: read.description,
    roleArn: undefined,
    notificationArns: [],
    disableRollback: false,
    isProtected: false,
    outputs: [...outputs].map(([key, value]) => ({
      key,
      value,
      description: read.outputDefinitions.get(key)?.description,
      exportName: undefined,
    })),
    resources: new Map(
      [...resources].map(([logicalId, { id: physicalId, attributes }]) => {
        const definition = read.resources.get(logicalId);
        const {
          isRetained = false,
          isRetainedWhenReplaced = false,
          isRetainedOnRollback = false,
        } = definition ?? {};
        const retained = { isRetained, isRetainedWhenReplaced, isRetainedOnRollback };
        const status = 'CREATE_COMPLETE' as const;
        const type = definition?.type ?? '';
        return [
          logicalId,
          {
            logicalId,
            type,
            physicalId,
            status,
            reason: undefined,
            at,
            attributes,
            properties: {},
            ...retained,
          },
        ];
      }),
    ),
    events: [],
    changeSets: new Map(),
    policy: undefined,
    operationId: sandbox.account.ids.uuid(),
    token: undefined,
  };
}
