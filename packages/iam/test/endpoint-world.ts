import fc from 'fast-check';
import type { EndpointQuestion, Own } from '../src';
import { splitArn } from '../src/split-arn';
import type { PolicyJson } from './build';
import { type ConcreteRequest, isAllowed, principalContext } from './naive';

// Random endpoint policies, and the requests of a small world of three accounts on which they are tried.

const account = '111122223333';
const partner = '444455556666';
const organization = 'o-abcdefghij';
const accounts = [account, partner, '999999999999'];

/** The organization of each account: the account and its partner are in the same one. */
const organizationOf: Readonly<Record<string, string>> = {
  [account]: organization,
  [partner]: organization,
  '999999999999': 'o-zzzzzzzzzz',
};

/** Every request here: two principals of each account, on resources of each account, of AWS and of nobody. */
export const requests: readonly ConcreteRequest[] = accounts.flatMap((caller) =>
  [`arn:aws:iam::${caller}:role/ds`, `arn:aws:iam::${caller}:user/ann`].flatMap((arn) =>
    ['sagemaker:CreateApp', 'sagemaker:InvokeEndpoint'].flatMap((action) =>
      [...accounts, 'aws', ''].map((owner): ConcreteRequest => {
        const holder = owner === '' ? caller : owner;
        return {
          action,
          resource: owner === '' ? '*' : `arn:aws:sagemaker:us-east-1:${owner}:app/x`,
          context: {
            ...principalContext(arn, {}),
            'aws:PrincipalOrgID': organizationOf[caller] ?? '',
            'aws:ResourceAccount': holder === 'aws' ? '123123123123' : holder,
            ...(holder === 'aws' ? {} : { 'aws:ResourceOrgID': organizationOf[holder] ?? '' }),
            'aws:SourceVpce': 'vpce-1',
            'aws:SourceVpc': 'vpc-1',
          },
        };
      }),
    ),
  ),
);

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);

const principal = fc.oneof(
  fc.constant({ Principal: '*' }),
  fc.constant({ Principal: { AWS: '*' } }),
  fc
    .subarray(
      [...accounts, ...accounts.map((id) => `arn:aws:iam::${id}:role/ds`), `arn:aws:iam::${partner}:root`],
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((AWS) => ({ Principal: { AWS } })),
  fc.subarray(accounts, { minLength: 1 }).map((AWS) => ({ NotPrincipal: { AWS } })),
  fc.constant({ Principal: { Service: 'sagemaker.amazonaws.com' } }),
);

const condition = fc.oneof(
  fc.tuple(
    oneOf(
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotEqualsIfExists',
      'ForAllValues:StringEquals',
    ),
    oneOf('aws:PrincipalAccount', 'aws:ResourceAccount'),
    oneOf<string | string[]>(account, partner, [account, partner], '9999*', '${aws:PrincipalAccount}'),
  ),
  fc.tuple(
    oneOf('StringEquals', 'StringNotEquals'),
    oneOf('aws:PrincipalOrgID', 'aws:ResourceOrgID'),
    oneOf(organization, 'o-zzzzzzzzzz'),
  ),
  fc.tuple(
    oneOf('ArnLike', 'StringNotLike'),
    fc.constant('aws:PrincipalArn'),
    oneOf(`arn:aws:iam::${account}:*`, 'arn:aws:iam::*:role/*', `arn:aws:iam::${partner}:user/ann`),
  ),
);

const statement = fc
  .record({
    Effect: oneOf('Allow', 'Allow', 'Deny'),
    who: principal,
    action: oneOf<PolicyJson>(
      { Action: '*' },
      { Action: 'sagemaker:Create*' },
      { NotAction: 'sagemaker:CreateApp' },
    ),
    resource: oneOf<PolicyJson>(
      { Resource: '*' },
      { Resource: `arn:aws:sagemaker:*:${account}:*` },
      { NotResource: `arn:aws:sagemaker:*:${account}:*` },
      { Resource: 'arn:aws:sagemaker:us-east-1:*:app/*' },
    ),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ Effect, who, action, resource, conditions }): PolicyJson => {
    const Condition = Object.fromEntries(
      conditions.map(([operator, key, value]) => [operator, { [key]: value }]),
    );
    return { Effect, ...who, ...action, ...resource, ...(conditions.length > 0 ? { Condition } : {}) };
  });

export const policies = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement): PolicyJson & { Statement: PolicyJson[] } => ({ Version: '2012-10-17', Statement }));

/** The points of view: what counts as one's own. */
export const owns = oneOf<Own>(
  { accounts: [account], organization: null },
  { accounts: [account], organization },
  { accounts: [account, partner], organization: null },
);

/** The question, from the point of view of `own`. */
export function asks(own: Own): EndpointQuestion {
  return {
    own,
    endpoint: { id: 'vpce-1', vpc: 'vpc-1' },
    region: 'us-east-1',
    partition: 'aws',
    service: 'sagemaker',
    actions: [
      { name: 'sagemaker:CreateApp', type: 'app/*' },
      { name: 'sagemaker:InvokeEndpoint', type: 'endpoint/*' },
    ],
  };
}

/** Whether the policy allows a request. Principal elements are read by this file's own code. */
export function lets(document: { Statement: PolicyJson[] }, request: ConcreteRequest): boolean {
  const of = document.Statement.filter((one) => {
    const named = names(one['Principal'] ?? one['NotPrincipal'], request);
    return 'Principal' in one ? named : !named;
  }).map(({ Principal: _, NotPrincipal: __, ...rest }) => rest);
  return isAllowed(
    { identity: [{ ...document, Statement: of }], boundary: null, scps: [], rcps: [] },
    request,
  );
}

function names(element: unknown, { context }: ConcreteRequest): boolean {
  if (element === '*') return true;
  const entries = [(element as { AWS?: string | string[] }).AWS ?? []].flat();
  const caller = String(context['aws:PrincipalAccount']);
  return entries.some((entry) =>
    ['*', caller, `arn:aws:iam::${caller}:root`, context['aws:PrincipalArn']].includes(entry),
  );
}

/** Whether the caller and the resource of a request are foreign, by the accounts and organizations that it names. */
export function foreignness(
  { context, resource }: ConcreteRequest,
  own: Own,
): { principal: boolean; resource: boolean } {
  const is = (id: unknown, org: unknown) =>
    own.accounts.includes(String(id)) || (own.organization !== null && org === own.organization);
  const owner = splitArn(resource)?.account;
  return {
    principal: !is(context['aws:PrincipalAccount'], context['aws:PrincipalOrgID']),
    resource: owner !== undefined && owner !== 'aws' && !is(owner, context['aws:ResourceOrgID']),
  };
}
