import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Format } from '../../core/guardrail/formats';
import { writeGuardrail, type Written } from '../../core/guardrail/write';
import { parseSettings } from '../../core/settings';
import { protectedActions } from '../../core/enforcement/protected-actions';
import { rules } from '../../rules/registry';
import {
  type ConcreteRequest,
  isAllowed,
  type NaivePolicies,
  principalContext,
  zoneOf,
} from '@palisade/iam/testing';
import { snapshotOf } from '../rules/given';
import { least, runs } from '../runner/size';

// The decisions are checked with packages/iam/test/naive.ts: an evaluator of single requests that shares no code with
// the engine that proves.

type Result = Extract<Written, { status: 'written' }>;
type Document = Record<string, unknown>;

const anybody = 'arn:aws:iam::111122223333:role/team/scientist';
const breakGlass = 'arn:aws:iam::111122223333:role/break-glass-1';
const everything: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const vpcs = ['vpc-1', 'vpc-2', 'vpc-3', 'vpc-9'];
const vpces = ['vpce-1', 'vpce-2', 'vpce-9'];
const cidrs = ['203.0.113.0/24', '203.0.113.128/25', '198.51.100.7/32', '2001:db8::/32', '2001:db8:7::/48'];
const addresses = [
  '203.0.113.1',
  '203.0.113.200',
  '198.51.100.7',
  '198.51.100.8',
  '2001:db8::1',
  '2001:db8:7::1',
  '2001:db9::1',
  '8.8.8.8',
];

const perimeters = fc
  .record({
    vpcs: fc.subarray(vpcs.slice(0, 3)),
    vpcEndpoints: fc.subarray(vpces.slice(0, 2)),
    cidrs: fc.subarray(cidrs),
  })
  .filter((one) => one.vpcs.length + one.vpcEndpoints.length + one.cidrs.length > 0);

const origins: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc.constantFrom(...addresses).map((address) => ({ 'aws:SourceIp': address, 'aws:ViaAWSService': 'false' })),
  fc.tuple(fc.constantFrom(...vpcs), fc.constantFrom(...vpces)).map(([vpc, vpce]) => ({
    'aws:SourceVpc': vpc,
    'aws:SourceVpce': vpce,
    'aws:VpcSourceIp': '10.0.0.7',
    'aws:ViaAWSService': 'false',
  })),
  fc.constant({ 'aws:ViaAWSService': 'true' }),
);

/** Condition keys of a deployment, each with its value, another value, or absent. */
const deployments = fc.record(
  {
    'sagemaker:DirectInternetAccess': fc.constantFrom('Enabled', 'Disabled', 'disabled'),
    'sagemaker:RootAccess': fc.constantFrom('Enabled', 'Disabled'),
    'sagemaker:AppNetworkAccessType': fc.constantFrom('PublicInternetOnly', 'VpcOnly'),
    'sagemaker:VpcSubnets': fc.constantFrom<readonly string[]>(['subnet-1'], ['subnet-1', 'subnet-2']),
  },
  { requiredKeys: [] },
);

function written(
  format: Format,
  perimeter: object,
  rootAccess: boolean,
  protectedPrincipals: string[],
): Result {
  const settings = parseSettings({ perimeter, protectedPrincipals }, rules);
  const result = writeGuardrail(
    { format, rootAccess, allAccounts: false },
    snapshotOf({ endpoints: [] }),
    settings,
  );
  if (result.status === 'refused') throw new Error(result.because);
  return result;
}

function policies(format: Format, { documents }: Result): NaivePolicies {
  const ours = documents.map(({ text }) => JSON.parse(text) as Document);
  const nothing: NaivePolicies = { identity: [everything], boundary: null, scps: [], rcps: [] };
  if (format === 'scp') return { ...nothing, scps: [[everything, ...ours]] };
  if (format === 'boundary') return { ...nothing, boundary: ours[0] ?? null };
  return { ...nothing, identity: [everything, ...ours] };
}

const settings = parseSettings({}, rules);
const actions = fc.constantFrom(
  ...protectedActions(settings),
  'sagemaker:CreateNotebookInstance',
  'sagemaker:UpdateNotebookInstance',
  'sagemaker:CreateDomain',
  'sagemaker:UpdateDomain',
  'sagemaker:InvokeEndpoint',
  's3:GetObject',
);

/** What the guardrail has to do with a request of an administrator, written from its description. */
function shouldDeny({ action, context }: ConcreteRequest, region: string, rootAccess: boolean): boolean {
  const value = (key: string) => context[`sagemaker:${key}`];
  switch (action) {
    case 'sagemaker:CreateNotebookInstance':
      return (
        value('DirectInternetAccess') !== 'Disabled' ||
        value('VpcSubnets') === undefined ||
        (rootAccess && value('RootAccess') !== 'Disabled')
      );
    case 'sagemaker:UpdateNotebookInstance':
      return rootAccess && value('RootAccess') === 'Enabled';
    case 'sagemaker:CreateDomain':
      return value('AppNetworkAccessType') !== 'VpcOnly';
    case 'sagemaker:UpdateDomain':
      return value('AppNetworkAccessType') === 'PublicInternetOnly';
    default:
      return (
        protectedActions(settings).includes(action) &&
        isHere(context) &&
        (region === 'outside' || (region === 'viaService' && !checkedAgain.includes(action)))
      );
  }
}

/** The ways in for which AWS says that every request of the session is decided again. */
const checkedAgain = ['sagemaker:CreatePresignedNotebookInstanceUrl', 'sagemaker:CreatePresignedDomainUrl'];

const here = 'us-east-1';
const regions = fc.constantFrom(here, 'eu-west-1');

function isHere(context: ConcreteRequest['context']): boolean {
  return context['aws:RequestedRegion'] === here;
}

/** Requests for a portal or a UI have no resource of their own. */
function resourceOf(action: string, region: string): string {
  return action === 'datazone:GetIamPortalLoginUrl' || action === 'sagemaker-mlflow:AccessUI'
    ? '*'
    : `arn:aws:sagemaker:${region}:111122223333:notebook-instance/churn`;
}

const principalFormats = ['scp', 'iam', 'boundary', 'permission-set'] as const;

describe.each(principalFormats.map((format) => [format] as const))('%s', (format) => {
  it('denies exactly what is outside or opens the perimeter, for every perimeter', () => {
    const seen = { denied: 0, outside: 0, inside: 0, viaService: 0 };
    fc.assert(
      fc.property(
        perimeters,
        fc.boolean(),
        fc.array(fc.tuple(actions, origins, deployments, regions), { minLength: 20, maxLength: 20 }),
        (perimeter, rootAccess, requests) => {
          const result = written(format, perimeter, rootAccess, []);
          const set = policies(format, result);
          for (const [action, origin, deployment, called] of requests) {
            const request = {
              action,
              resource: resourceOf(action, called),
              context: {
                ...principalContext(anybody, {}),
                'aws:RequestedRegion': called,
                ...origin,
                ...deployment,
              },
            };
            const region = zoneOf(request, result.perimeter);
            const deny = shouldDeny(request, region, rootAccess);
            if (region in seen) seen[region as 'outside' | 'inside' | 'viaService'] += 1;
            if (deny) seen.denied += 1;
            expect({ request, perimeter, allowed: isAllowed(set, request) }).toEqual({
              request,
              perimeter,
              allowed: !deny,
            });
          }
        },
      ),
      runs(60, 4),
    );
    // The property would prove little if the sample had only one kind of request.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(least(50, 3));
  });
});

it('an SCP spares protected principals, and only these', () => {
  fc.assert(
    fc.property(perimeters, actions, origins, deployments, (perimeter, action, origin, deployment) => {
      const pattern = 'arn:aws:iam::*:role/break-glass-*';
      const set = policies('scp', written('scp', perimeter, true, [pattern]));
      const without = policies('scp', written('scp', perimeter, true, []));
      const request = (arn: string) => ({
        action,
        resource: resourceOf(action, here),
        context: {
          ...principalContext(arn, {}),
          'aws:RequestedRegion': here,
          ...origin,
          ...deployment,
        },
      });
      expect(isAllowed(set, request(breakGlass))).toBe(true);
      expect(isAllowed(set, request(anybody))).toBe(isAllowed(without, request(anybody)));
    }),
    runs(60, 4),
  );
});

describe('endpoint-policy', () => {
  const accounts = ['111122223333', '222233334444', '999988887777'];
  // A call without a resource has no owner.
  const resources = fc.constantFrom(...accounts, 'aws').map((account) => ({
    resource: `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/churn`,
    account,
  }));

  it('allows exactly the requests of own principals for own resources, except those that open the perimeter', () => {
    const seen = { own: 0, foreign: 0, denied: 0 };
    fc.assert(
      fc.property(
        fc.subarray(['222233334444']),
        fc.boolean(),
        fc.array(fc.tuple(actions, fc.constantFrom(...accounts), resources, deployments), {
          minLength: 20,
          maxLength: 20,
        }),
        (further, rootAccess, requests) => {
          const perimeter = { vpcs: ['vpc-1'], accounts: further };
          const [document] = written('endpoint-policy', perimeter, rootAccess, []).documents;
          const policy = JSON.parse(document?.text ?? '') as Document;
          const own = ['111122223333', ...further];
          for (const [action, caller, { resource, account }, deployment] of requests) {
            const request = {
              action,
              resource,
              context: {
                ...principalContext(`arn:aws:iam::${caller}:role/scientist`, {}),
                'aws:ResourceAccount': account,
                ...deployment,
              },
            };
            const isOwn = own.includes(caller) && [...own, 'aws'].includes(account);
            const opens = shouldDeny(request, 'inside', rootAccess);
            seen[isOwn ? 'own' : 'foreign'] += 1;
            if (opens) seen.denied += 1;
            const set = { identity: [policy], boundary: null, scps: [], rcps: [] };
            expect({ request, further, allowed: isAllowed(set, request) }).toEqual({
              request,
              further,
              allowed: isOwn && !opens,
            });
          }
        },
      ),
      runs(40, 4),
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(least(50, 3));
  });
});
