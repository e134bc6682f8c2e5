import type { Account } from '../account/account';
import { nameInArn, splitArn } from '../account/arn';
import type { UserIdentity } from '../account/identity';
import { isPlainObject } from '../protocol/shape';
import { EC2_SLOT } from '../services/ec2/state';
import { IAM_SLOT, type PrincipalRecord } from '../services/iam/state';
import { ORGANIZATION_SLOT } from '../services/organizations/state';
import { isAllowed, principalContext } from './evaluate';
import { organizationDocuments } from './organization-policies';
import type { CallInput, Need } from './need';
import { needTables } from './needs';
import { awsPartitionOf } from '../account/partition';

/** A call as the authorizer sees it. */
export interface Attempt {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly region: string;
  readonly identity: UserIdentity;
}

/** One permission that a role was checked for. */
export interface Use {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

/** Decides what the sessions of enforced roles may do, and records which permissions they needed. */
export interface Authorizer {
  /**
   * From now on, checks the permissions of this user, or of this role's sessions. Everybody else may do everything that
   * no service control policy of the organization denies.
   */
  readonly enforce: (arn: string) => void;
  /** Why a call is refused, in AWS's words; `undefined` when it is allowed. */
  refusal(attempt: Attempt): string | undefined;
  /** The same for permissions that an AWS service needs on behalf of its caller (for CloudFormation's resources). */
  refusalFor(identity: UserIdentity, region: string, needs: readonly Need[]): string | undefined;
  /** The same for permissions that an AWS service uses through the role (Lambda reading a queue or writing logs). */
  refusalOf(roleArn: string, region: string, needs: readonly Need[]): string | undefined;
  /** The permissions that were needed and granted. */
  readonly used: readonly Use[];
  /** The permissions that were needed and not granted. */
  readonly missing: readonly Use[];
}

export function createAuthorizer(account: Account): Authorizer {
  const enforced = new Set<string>();
  const used = new Map<string, Use>();
  const missing = new Map<string, Use>();
  const { accountId } = account;
  const arnOf = (kind: 'user' | 'role', name: string) => principalArn(account, kind, name);
  const tables = needTables(arnOf);

  const firstRefusal = (
    roleArn: string,
    caller: string,
    region: string,
    needs: readonly Need[],
  ): string | undefined => {
    const role = principalOf(account, roleArn);
    for (const need of needs) {
      const use = { role: roleArn, action: need.action, resource: need.resource };
      const key = `${roleArn} ${need.action} ${need.resource}`;
      const verdict =
        role === undefined ? 'no identity-based policy' : decideNeed(account, role, region, need);
      if (verdict === 'allowed') {
        used.set(key, use);
        continue;
      }
      missing.set(key, use);
      return denialText(account, caller, need, verdict);
    }
    return undefined;
  };

  /** The ARN whose policies are enforced for this caller: the role of a session, or a user. */
  const enforcedArn = ({ sessionContext, arn }: UserIdentity): string | undefined => {
    const principal = sessionContext?.sessionIssuer.arn ?? arn;
    return enforced.has(principal) ? principal : undefined;
  };

  return {
    enforce: (roleArn) => {
      enforced.add(roleArn);
    },
    refusal({ service, operation, input, region, identity }) {
      const arn = enforcedArn(identity);
      if (arn === undefined && organizationDocuments(account).length === 0) return undefined;
      const needsOf = tables[service]?.[operation];
      if (needsOf === undefined)
        return arn !== undefined
          ? `The embedded account does not know which permissions ${service}:${operation} needs; add it to packages/sandbox/src/authorization/needs`
          : undefined;
      const given: CallInput = isPlainObject(input) ? input : {};
      const needs = needsOf(given, { account: accountId, region });
      return arn === undefined
        ? refusedByOrganization(account, identity.arn, region, needs)
        : firstRefusal(arn, identity.arn, region, needs);
    },
    refusalFor(identity, region, needs) {
      const arn = enforcedArn(identity);
      return arn === undefined ? undefined : firstRefusal(arn, identity.arn, region, needs);
    },
    refusalOf: (roleArn, region, needs) => firstRefusal(roleArn, roleArn, region, needs),
    get used() {
      return [...used.values()];
    },
    get missing() {
      return [...missing.values()];
    },
  };
}

/** Decides a principal's request by all the policies that apply to it. A refusal is given in AWS's words. */
export function decideNeed(account: Account, role: PrincipalRecord, region: string, need: Need): Decision {
  const { groups } = account.store.current(IAM_SLOT, account.region);
  const memberships = role.groups.flatMap((name) => groups.get(name) ?? []);
  const documents = [role, ...memberships].flatMap((one) => documentsOf(account, one));
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
  const boundary = boundaryOf(account, role);
  const scps = organizationDocuments(account);
  const none = { boundary: null, scps: [], rcps: [] };
  if (isAllowed({ ...none, identity: documents, boundary, scps }, request)) return 'allowed';
  // With everything else allowed, only a Deny can refuse. AWS names the organization's Deny first.
  const isDenied = (more: readonly Record<string, unknown>[]) =>
    !isAllowed({ ...none, identity: [...more, everything] }, request);
  if (isDenied(scps.flat())) return 'explicit deny in a service control policy';
  if (!isAllowed({ ...none, identity: [everything], scps }, request)) return 'no service control policy';
  if (boundary !== null && isDenied([boundary])) return 'explicit deny in a permissions boundary';
  if (isDenied(documents)) return 'explicit deny in an identity-based policy';
  // The caller's own policies allow it, so it is the boundary that does not.
  return boundary !== null && isAllowed({ ...none, identity: documents }, request)
    ? 'no permissions boundary'
    : 'no identity-based policy';
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** The decision with its reason, in AWS's words. */
type Decision =
  | 'allowed'
  | `explicit deny in a${'' | 'n'} ${'service control policy' | 'permissions boundary' | 'identity-based policy'}`
  | `no ${'service control policy' | 'permissions boundary' | 'identity-based policy'}`;

/** Service control policies also apply to callers that may do everything else, but not to service-linked roles. */
function refusedByOrganization(
  account: Account,
  caller: string,
  region: string,
  needs: readonly Need[],
): string | undefined {
  if (caller.includes('/AWSServiceRoleFor')) return undefined;
  const scps = organizationDocuments(account);
  for (const need of needs) {
    const request = {
      action: need.action,
      resource: need.resource,
      context: { ...principalContext(caller, {}), 'aws:RequestedRegion': region, ...need.context },
    };
    if (isAllowed({ identity: [everything], boundary: null, scps, rcps: [] }, request)) continue;
    const isDenied = !isAllowed(
      { identity: [...scps.flat(), everything], boundary: null, scps: [], rcps: [] },
      request,
    );
    return denialText(
      account,
      caller,
      need,
      isDenied ? 'explicit deny in a service control policy' : 'no service control policy',
    );
  }
  return undefined;
}

/** `aws:ResourceTag/…` of an existing resource; only the tags of EC2 are supported. */
function resourceTags(account: Account, region: string, resource: string): Readonly<Record<string, string>> {
  const { service, resource: path } = splitArn(resource);
  if (service !== 'ec2') return {};
  const tags = account.store.current(EC2_SLOT, region).tags.get(path.slice(path.indexOf('/') + 1)) ?? [];
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:ResourceTag/${Key}`, Value]));
}

/** AWS's text for a refusal (IAM user guide, troubleshoot access denied error messages). */
function denialText(
  account: Account,
  caller: string,
  { action, resource }: Need,
  verdict: Exclude<Decision, 'allowed'>,
): string {
  const why = verdict.startsWith('explicit')
    ? `with an ${verdict}`
    : `because ${verdict} allows the ${action} action`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const by = verdict === 'explicit deny in a service control policy' ? denyingPolicy(account, action) : '';
  return `User: ${caller} is not authorized to perform: ${action}${on} ${why}${by}`;
}

/** AWS names the denying policy by its ARN. Policies that were set without a name are left out. */
function denyingPolicy(account: Account, action: string): string {
  const { scps } = account.store.current(ORGANIZATION_SLOT, account.region);
  const request = { action, resource: '*', context: {} };
  for (const [arn, document] of scps)
    if (!isAllowed({ identity: [everything, parsed(document)], boundary: null, scps: [], rcps: [] }, request))
      return `: ${arn}`;
  return '';
}

function documentsOf(account: Account, role: PrincipalRecord): Record<string, unknown>[] {
  const { policies } = account.store.current(IAM_SLOT, account.region);
  const attached = role.attached.flatMap((arn) => {
    const policy = policies.get(arn);
    const version = policy?.versions.find(({ id }) => id === policy.defaultVersion);
    return version === undefined ? [] : [version.document];
  });
  return [...role.inline.values(), ...attached].map(parsed);
}

function boundaryOf(account: Account, role: PrincipalRecord): Record<string, unknown> | null {
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
  const read = isPlainObject(value) ? { ...value } : {};
  known.set(document, read);
  return read;
}

/** The role or user with this ARN, which may include a path. An ARN without `user/` is taken to be a role's. */
export function principalOf(account: Account, arn: string): PrincipalRecord | undefined {
  const { roles, users } = account.store.current(IAM_SLOT, account.region);
  const known = splitArn(arn).resource.startsWith('user/') ? users : roles;
  return known.get(nameInArn(arn));
}

function principalArn(account: Account, kind: 'user' | 'role', name: string): string {
  const { users, roles } = account.store.current(IAM_SLOT, account.region);
  return (
    (kind === 'user' ? users : roles).get(name)?.arn ??
    `arn:${awsPartitionOf(account.region)}:iam::${account.accountId}:${kind}/${name}`
  );
}
