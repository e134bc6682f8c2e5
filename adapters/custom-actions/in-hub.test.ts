import { DescribeActionTargetsCommand, EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from '@jest/globals';
import { nameInArn } from '@palisade/iam';
import { useAccount } from '@palisade/sandbox/testing';
import { customActions } from './index';
import { createActions, deleteActions } from './in-hub';

const test = useAccount();
const clients = { securityhub: () => Promise.resolve(test.aws.securityhub) };

async function ids(): Promise<readonly string[]> {
  const { ActionTargets = [] } = await test.aws.securityhub.send(new DescribeActionTargetsCommand({}));
  return ActionTargets.map(({ ActionTargetArn }) => nameInArn(ActionTargetArn ?? ''));
}

describe('custom actions', () => {
  it('are created once, however often that is requested, and deleted again', async () => {
    await test.aws.securityhub.send(new EnableSecurityHubCommand({}));
    await createActions(clients);
    await createActions(clients);
    expect(await ids()).toEqual(customActions.map(({ Id }) => Id));
    await deleteActions(clients);
    await deleteActions(clients);
    expect(await ids()).toEqual([]);
  });

  it('cannot be created while Security Hub is not enabled', async () => {
    await expect(createActions(clients)).rejects.toThrow('not subscribed');
  });
});
