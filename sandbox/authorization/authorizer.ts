import type { Account } from '../account/account';
import type { UserIdentity } from '../account/identity';
import { isRecord } from '../protocol/shape';
import { EC2_SLOT } from '../services/ec2/state';
import { IAM_SLOT, type Principal } from '../services/iam/state';
import { isAllowed, principalContext } from './evaluate';
import type { Input, Need, Needs } from './need';
import { ec2 } from './needs/ec2';
import { iam } from './needs/iam';
import { cloudtrail, config, dynamodb, lambda, route53, securityhub, sqs, ssm, sts } from './needs/others';
import { sagemaker } from './needs/sagemaker';
import { partitionOf } from '../account/partition';

/** A call as the authorizer sees it. */
export interface Attempt {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly region: string;
  readonly identity: UserIdentity;
}

/** A permission that was asked for, under a role. */
export interface Use {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** Decides what the sessions of some roles may do, and remembers what they needed. */
export interface Authorizer {
  /** From now on calls of this role's sessions need permissions. Everybody else may do everything. */
  readonly enforce: (roleArn: string) => void;
  /** Why a call is refused, in AWS's words; `undefined` when it is allowed. */
  refusal(attempt: Attempt): string | undefined;
  /** The same for a permission that AWS itself uses under the role (Lambda reading a queue, writing logs). */
  refusalOf(roleArn: string, region: string, needs: readonly Need[]): string | undefined;
  /** What was needed and granted. */
  readonly used: readonly Use[];
  /** What was needed and not granted. */
  readonly missing: readonly Use[];
}

export function createAuthorizer(account: Account): Authorizer {
  const enforced = new Set<string>();
  const used = new Map<string, Use>();
  const missing = new Map<string, Use>();
  const { accountId } = account;
  const tables: Readonly<Record<string, Needs>> = {
    cloudtrail,
    config,
    dynamodb,
    ec2,
    iam: iam((kind, name) => principalArn(account, kind, name)),
    lambda,
    route53,
    sagemaker,
    securityhub,
    sqs,
    ssm,
    sts,
  };

  const judge = (
    roleArn: string,
    caller: string,
    region: string,
    needs: readonly Need[],
  ): string | undefined => {
    const role = roleOf(account, roleArn);
    for (const need of needs) {
      const use = { role: roleArn, action: need.action, resource: need.resource };
      const key = `${roleArn} ${need.action} ${need.resource}`;
      const verdict = role === undefined ? 'implicit' : decide(account, role, region, need);
      if (verdict === 'allowed') {
        used.set(key, use);
        continue;
      }
      missing.set(key, use);
      return denialText(caller, need, verdict);
    }
    return undefined;
  };

  return {
    enforce: (roleArn) => {
      enforced.add(roleArn);
    },
    refusal({ service, operation, input, region, identity }) {
      const roleArn = identity.sessionContext?.sessionIssuer.arn;
      if (roleArn === undefined || !enforced.has(roleArn)) return undefined;
      const needsOf = tables[service]?.[operation];
      if (needsOf === undefined)
        return `The embedded account does not know which permissions ${service}:${operation} needs; add it to sandbox/authorization/needs`;
      const given: Input = isRecord(input) ? input : {};
      return judge(roleArn, identity.arn, region, needsOf(given, { account: accountId, region }));
    },
    refusalOf: (roleArn, region, needs) => judge(roleArn, roleArn, region, needs),
    get used() {
      return [...used.values()];
    },
    get missing() {
      return [...missing.values()];
    },
  };
}

function decide(
  account: Account,
  role: Principal,
  region: string,
  need: Need,
): 'allowed' | 'implicit' | 'explicit' {
  const documents = documentsOf(account, role);
  const tags = Object.fromEntries(role.tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  const context = {
    ...principalContext(role.arn, tags),
    'aws:RequestedRegion': region,
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:ResourceAccount': account.accountId,
    ...resourceTags(account, region, need.resource),
    ...need.context,
  };
  const request = { action: need.action, resource: need.resource, context };
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const layers = { boundary: boundaryOf(account, role), scps: [], rcps: [] };
  if (isAllowed({ identity: documents, ...layers }, request)) return 'allowed';
  // With everything allowed besides, only a Deny is left that can refuse.
  const denied = !isAllowed(
    { identity: [...documents, everything], boundary: null, scps: [], rcps: [] },
    request,
  );
  return denied ? 'explicit' : 'implicit';
}

/** `aws:ResourceTag/…` of what exists already; only EC2's resources carry tags here. */
function resourceTags(account: Account, region: string, resource: string): Readonly<Record<string, string>> {
  const [, , service, , , path = ''] = resource.split(':');
  if (service !== 'ec2') return {};
  const tags = account.store.current(EC2_SLOT, region).tags.get(path.slice(path.indexOf('/') + 1)) ?? [];
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:ResourceTag/${Key}`, Value]));
}

/** AWS's text for a refusal (IAM user guide, troubleshoot access denied error messages). */
function denialText(caller: string, { action, resource }: Need, verdict: 'implicit' | 'explicit'): string {
  const why =
    verdict === 'explicit'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return `User: ${caller} is not authorized to perform: ${action}${on} ${why}`;
}

function documentsOf(account: Account, role: Principal): Record<string, unknown>[] {
  const { policies } = account.store.current(IAM_SLOT, account.region);
  const attached = role.attached.flatMap((arn) => {
    const policy = policies.get(arn);
    const version = policy?.versions.find(({ id }) => id === policy.defaultVersion);
    return version === undefined ? [] : [version.document];
  });
  return [...role.inline.values(), ...attached].map(parsed);
}

function boundaryOf(account: Account, role: Principal): Record<string, unknown> | null {
  if (role.boundary === undefined) return null;
  const policy = account.store.current(IAM_SLOT, account.region).policies.get(role.boundary);
  const version = policy?.versions.find(({ id }) => id === policy.defaultVersion);
  return version === undefined ? { Statement: [] } : parsed(version.document);
}

const known = new Map<string, Record<string, unknown>>();

function parsed(document: string): Record<string, unknown> {
  const before = known.get(document);
  if (before !== undefined) return before;
  const value: unknown = JSON.parse(document);
  const read = isRecord(value) ? { ...value } : {};
  known.set(document, read);
  return read;
}

function roleOf(account: Account, arn: string): Principal | undefined {
  return account.store.current(IAM_SLOT, account.region).roles.get(arn.split('/').at(-1) ?? '');
}

function principalArn(account: Account, kind: 'user' | 'role', name: string): string {
  const { users, roles } = account.store.current(IAM_SLOT, account.region);
  return (
    (kind === 'user' ? users : roles).get(name)?.arn ??
    `arn:${partitionOf(account.region)}:iam::${account.accountId}:${kind}/${name}`
  );
}
