import { describe, expect, it } from '@jest/globals';
import { createEngine } from '@palisade/iam';
import { policyLists } from '../slices/organization-policies';
import { organizationLevels, policiesAbout } from './organization';
import { rcpServices } from './rcp-services';

const account = '111122223333';
const doc = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const rcp = (Action: unknown, more: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action,
  Resource: '*',
  ...more,
});
const everything = {
  label: 'everything',
  document: doc({ Effect: 'Allow', Action: '*', Resource: '*' }),
};

/** Whether a role that may do everything may still do this in an account below these resource control policies. */
function isAllowed(action: string, ...levels: readonly (readonly unknown[])[]): boolean {
  const organization = policyLists.parse({ rcps: levels });
  const [answer] = createEngine().decide({
    principal: { arn: `arn:aws:iam::${account}:role/r` },
    policies: { identity: [everything], boundary: null, ...organizationLevels(organization, account) },
    actions: [action],
    resources: ['*'],
    perimeter: { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
  });
  return answer?.outside.status === 'reachable';
}

describe('resource control policies', () => {
  it.each<[string, string, readonly (readonly unknown[])[], boolean]>([
    ['none', 'sts:AssumeRole', [], true],
    ['a level without an Allow', 'sts:AssumeRole', [[doc(rcp('s3:*'))]], true],
    ['an empty level', 'sts:AssumeRole', [[]], true],
    ['a Deny', 'sts:AssumeRole', [[doc(rcp('sts:AssumeRole'))]], false],
    ['a Deny in capitals', 'sts:AssumeRole', [[doc(rcp('STS:assume*'))]], false],
    ['a Deny at the second level', 'sts:AssumeRole', [[], [doc(rcp(['s3:*', 'sts:*']))]], false],
    ['a Deny as text', 'sts:AssumeRole', [[JSON.stringify(doc(rcp('sts:*')))]], false],
    ['a Deny of everything', 'sts:AssumeRole', [[doc(rcp('*'))]], false],
    ['a Deny of everything, out of reach', 'sagemaker:CreateDomain', [[doc(rcp('*'))]], true],
    [
      'a Deny out of reach beside another',
      'sagemaker:CreateDomain',
      [[doc(rcp(['sagemaker:*', 'sts:*']))]],
      true,
    ],
    [
      'a Deny by NotAction, which AWS refuses',
      'sagemaker:CreateDomain',
      [[doc({ ...rcp(undefined), NotAction: 's3:*' })]],
      true,
    ],
  ])('%s: %s', (_, action, levels, expected) => {
    expect(isAllowed(action, ...levels)).toBe(expected);
  });

  it.each(['sagemaker', 'datazone', 'iam', 'lambda', 'ssm'])('do not reach %s', (service) => {
    expect(rcpServices).not.toContain(service);
  });

  it.each([
    [['sagemaker:CreateDomain', 'sagemaker:StartSession'], 0],
    [['lambda:InvokeFunction'], 0],
    [['sts:AssumeRole'], 1],
    [['SQS:SendMessage'], 1],
    [['sagemaker:CreateDomain', 'sts:AssumeRole'], 1],
  ])('about %j: %d levels', (actions, levels) => {
    const { rcps } = organizationLevels(policyLists.parse({ rcps: [[doc(rcp('sts:*'))]] }), account);
    const policies = { identity: [everything], boundary: null, scps: [], rcps };
    expect(policiesAbout(actions, policies).rcps).toHaveLength(levels);
  });

  it('keep the numbers of their statements', () => {
    const organization = policyLists.parse({ rcps: [[doc(rcp('sagemaker:*'), rcp('sts:*'))]] });
    const [answer] = createEngine().decide({
      principal: { arn: `arn:aws:iam::${account}:role/r` },
      policies: { identity: [everything], boundary: null, ...organizationLevels(organization, account) },
      actions: ['sts:AssumeRole'],
      resources: ['*'],
      perimeter: { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
    });
    expect(answer?.outside.because).toContain('statement 2 of resource control policy 0 of level 0');
  });
});

describe('the management account', () => {
  const closing = { scps: [[]], rcps: [[doc(rcp('sts:*'))]] };
  it.each<[string | undefined, number]>([
    [account, 0],
    ['999988887777', 1],
    [undefined, 1],
  ])('%s: %d levels bind', (managementAccount, levels) => {
    const { scps, rcps } = organizationLevels(policyLists.parse({ ...closing, managementAccount }), account);
    expect([scps.length, rcps.length]).toEqual([levels, levels]);
  });
});
