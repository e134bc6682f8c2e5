import fc from 'fast-check';
import type { EndpointQuestion, Own } from '../src';
import { type ConcreteRequest, isAllowed, principalContext } from './naive';

export type Json = Record<string, unknown>;

// Random endpoint policies, and the requests of a small world of three accounts that they are held against.

const account = '111122223333';
const partner = '444455556666';
const organization = 'o-abcdefghij';
const accounts = [account, partner, '999999999999'];

/** Every account's organization in the worlds below: the account and the partner are in ours. */
const organizationOf: Readonly<Record<string, string>> = {
  [account]: organization,
  [partner]: organization,
  '999999999999': 'o-zzzzzzzzzz',
};

/** Every request of the world: by two principals of each account, on what each of them, AWS or nobody owns. */
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
    action: oneOf<Json>(
      { Action: '*' },
      { Action: 'sagemaker:Create*' },
      { NotAction: 'sagemaker:CreateApp' },
    ),
    resource: oneOf<Json>(
      { Resource: '*' },
      { Resource: `arn:aws:sagemaker:*:${account}:*` },
      { NotResource: `arn:aws:sagemaker:*:${account}:*` },
      { Resource: 'arn:aws:sagemaker:us-east-1:*:app/*' },
    ),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ Effect, who, action, resource, conditions }): Json => {
    const Condition = Object.fromEntries(
      conditions.map(([operator, key, value]) => [operator, { [key]: value }]),
    );
    return { Effect, ...who, ...action, ...resource, ...(conditions.length > 0 ? { Condition } : {}) };
  });

export const policies = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement): Json & { Statement: Json[] } => ({ Version: '2012-10-17', Statement }));

/** Whose point of view it is. */
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

/** Whether the policy lets a request through, its Principal elements read here and nowhere else. */
export function lets(document: { Statement: Json[] }, request: ConcreteRequest): boolean {
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

/** Whose a request is, from the world above and the witness's own words. */
export function foreignness(
  { context, resource }: ConcreteRequest,
  own: Own,
): { principal: boolean; resource: boolean } {
  const is = (id: unknown, org: unknown) =>
    own.accounts.includes(String(id)) || (own.organization !== null && org === own.organization);
  const owner = resource.split(':')[4];
  return {
    principal: !is(context['aws:PrincipalAccount'], context['aws:PrincipalOrgID']),
    resource: owner !== undefined && owner !== 'aws' && !is(owner, context['aws:ResourceOrgID']),
  };
}
