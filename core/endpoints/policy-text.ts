import type { Own } from '@palisade/iam';
import type { Conditions } from '../model/call';
import { isRecord } from '../model/json';

/** The most characters in an endpoint policy, white space included (VPC quotas). */
export const ENDPOINT_POLICY_LIMIT = 20_480;

type Statement = Readonly<Record<string, unknown>>;

/** A single value alone, several as a list, as people write policies. */
function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}

function arnsOf(account: string, partition: string): string {
  return `arn:${partition}:*:*:${account}:*`;
}

/**
 * The condition keys for the owner of a principal or resource: the account's, and the organization's if there is one.
 */
function keysOf(
  side: 'Principal' | 'Resource',
  own: Own,
): readonly { name: string; key: Conditions[string] }[] {
  const accounts = { name: 'Account', key: { [`aws:${side}Account`]: oneOrMany(own.accounts) } };
  if (own.organization === null) return [accounts];
  return [accounts, { name: 'Organization', key: { [`aws:${side}OrgID`]: own.organization } }];
}

/**
 * The policy for an endpoint that had none of its own. It allows every call (`CreateApp` and all that Studio and
 * notebooks make) by one's own principals, on one's own resources or on those that AWS offers to everybody, such as
 * the public model hub. Resources are allowed by ARN and by `aws:ResourceAccount`: the first does not depend on a
 * key, the second covers calls that act on no resource. AWS services that act through the endpoint are allowed, as in
 * AWS's own data perimeter policies.
 */
export function ownEndpointPolicy(own: Own, partition: string): string {
  const allow = (
    Sid: string,
    Resource: string | readonly string[],
    StringEquals: Conditions[string],
  ): Statement => ({
    Sid,
    Effect: 'Allow',
    Principal: '*',
    Action: '*',
    Resource,
    Condition: { StringEquals },
  });
  const arns = [...own.accounts, 'aws'].map((account) => arnsOf(account, partition));
  const statements = keysOf('Principal', own).flatMap(({ name, key }) => [
    allow(`${name}ByArn`, arns, key),
    ...keysOf('Resource', own).map((resource) =>
      allow(`${name}To${resource.name}`, '*', { ...key, ...resource.key }),
    ),
  ]);
  const services: Statement = {
    Sid: 'AwsServices',
    Effect: 'Allow',
    Principal: '*',
    Action: '*',
    Resource: '*',
    Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
  };
  return written({ Version: '2012-10-17', Statement: [...statements, services] });
}

/** The two statements that deny what is not one's own, whatever else a policy allows. */
function denials(own: Own, partition: string): readonly Statement[] {
  const not = (side: 'Principal' | 'Resource'): Conditions[string] =>
    keysOf(side, own).reduce((all, { key }) => ({ ...all, ...key }), {});
  return [
    {
      Sid: 'OnlyOwnPrincipals',
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: {
        StringNotEquals: not('Principal'),
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
    {
      Sid: 'OnlyOwnResources',
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      NotResource: [...own.accounts, 'aws'].map((account) => arnsOf(account, partition)),
      Condition: {
        StringNotEquals: not('Resource'),
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  ];
}

/**
 * A custom endpoint policy with two Denies added, so that it never allows more than before. `undefined` if the
 * document cannot be understood.
 */
export function narrowedEndpointPolicy(document: string, own: Own, partition: string): string | undefined {
  const parsed = parse(document);
  if (parsed === undefined) return undefined;
  const present = statementsOf(parsed);
  const taken = new Set(present.map((statement) => statement['Sid']));
  const added = denials(own, partition).map((statement) => ({
    ...statement,
    Sid: unused(String(statement['Sid']), taken),
  }));
  return written({ ...parsed, Statement: [...present, ...added] });
}

/** Whether the policy is AWS's default for an endpoint without one, which allows everybody everything. */
export function isFullAccess(document: string): boolean {
  const parsed = parse(document);
  const [only, ...others] = parsed === undefined ? [] : statementsOf(parsed);
  if (only === undefined || others.length > 0) return false;
  const { Sid, ...rest } = only;
  const all = { Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' };
  return (
    (Sid === undefined || typeof Sid === 'string') &&
    Object.keys(rest).length === Object.keys(all).length &&
    Object.entries(all).every(([element, value]) => rest[element] === value)
  );
}

function unused(sid: string, taken: ReadonlySet<unknown>): string {
  let name = sid;
  for (let number = 2; taken.has(name); number += 1) name = `${sid}${number}`;
  return name;
}

function parse(document: string): Statement | undefined {
  try {
    const value: unknown = JSON.parse(document);
    return isRecord(value) && 'Statement' in value ? value : undefined;
  } catch {
    return undefined;
  }
}

function statementsOf(document: Statement): readonly Statement[] {
  return [document['Statement']].flat().filter(isRecord);
}

/** Indented for readability, unless that would exceed the limit. */
function written(document: Statement): string {
  const text = JSON.stringify(document, null, 2);
  return text.length <= ENDPOINT_POLICY_LIMIT ? text : JSON.stringify(document);
}
