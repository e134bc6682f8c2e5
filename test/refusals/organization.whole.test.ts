import {
  CreatePolicyCommand,
  CreateRoleCommand,
  ListAttachedUserPoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DescribeOpsItemsCommand, GetOpsItemCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findingId } from '../../core/model/resource';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { seedEndpoint, addOpenUser, addVpc } from '../functions/harness/seed';
import { deliver, remediateAll, type Stage, startStage } from '../functions/harness/stage';
import { met } from './met';

// Limits of Palisade's own role: an SCP of the organization, a permissions boundary.

let stage: Stage;
let onChange: LambdaFunction;
const RoleName = 'palisade-us-east-1-on-change';
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

beforeAll(async () => {
  stage = await startStage({ settings: remediateAll });
  await seedEndpoint(stage.aws, await addVpc(stage.aws, 0), 'api', true);
  onChange = await stage.start('on-change');
}, 120_000);
afterAll(() => stage.stop());

/** One event about a user with outside access, and the record afterwards. */
async function handled(name: string) {
  await addOpenUser(stage.aws, name);
  stage.account.resetCalls();
  const { failed } = await deliver(onChange, [cloudTrailEvent('iam', 'PutUserPolicy', { userName: name })]);
  expect(failed).toEqual([]);
  expect(await stage.waiting('dead')).toEqual([]);
  const { AttachedPolicies } = await stage.aws.iam.send(
    new ListAttachedUserPoliciesCommand({ UserName: name }),
  );
  expect(AttachedPolicies).toEqual([]);
  const place = { account: '111122223333', region: 'us-east-1' };
  return stage.ledger.load(
    findingId('principal-outside-access', { type: 'AWS::IAM::User', id: name }, place),
  );
}

async function ticketAbout(name: string): Promise<string | undefined> {
  const { OpsItemSummaries = [] } = await stage.aws.ssm.send(new DescribeOpsItemsCommand({}));
  const OpsItemId = OpsItemSummaries.find(({ Title }) => Title?.includes(name) === true)?.OpsItemId;
  const { OpsItem } = await stage.aws.ssm.send(new GetOpsItemCommand({ OpsItemId }));
  return OpsItem?.OperationalData?.['palisade/text']?.Value;
}

it('an SCP denies it: the ticket says that no permission helps, and names the SCP', async () => {
  stage.account.admin.setServiceControlPolicies([
    [document(everything)],
    [document(everything, { Effect: 'Deny', Action: 'iam:AttachUserPolicy', Resource: '*' })],
  ]);
  expect(await handled('ursula')).toMatchObject({ status: 'fail', outcome: 'failed' });
  expect(met(stage.account, 'iam-service-control-policy')).toBe(1);
  const ticket = await ticketAbout('ursula');
  expect(ticket).toContain(
    "iam:AttachUserPolicy is refused to Palisade's role by a Deny in a service control policy",
  );
  expect(ticket).not.toContain("Palisade's role needs the permission");
  stage.account.admin.setServiceControlPolicies([]);
});

it('a boundary does not allow it: the ticket names the boundary', async () => {
  const { iam } = stage.aws;
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      Path: '/palisade/',
      AssumeRolePolicyDocument: JSON.stringify(
        document({
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      ),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'all',
      PolicyDocument: JSON.stringify(document(everything)),
    }),
  );
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'boundary',
      PolicyDocument: JSON.stringify(
        document({ Effect: 'Allow', NotAction: 'iam:AttachUserPolicy', Resource: '*' }),
      ),
    }),
  );
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: Policy?.Arn }));
  stage.account.authorizer.enforce(`arn:aws:iam::111122223333:role/palisade/${RoleName}`);
  expect(await handled('bert')).toMatchObject({ status: 'fail', outcome: 'failed' });
  expect(met(stage.account, 'iam-permissions-boundary')).toBe(1);
  expect(await ticketAbout('bert')).toContain(
    "iam:AttachUserPolicy is refused to Palisade's role by the permissions boundary, which does not allow it",
  );
});
