import {
  readTrust,
  splitArn,
  type TrustedPrincipal,
  type TrustPolicy,
  type TrustStatement,
} from '@palisade/iam';
import { awsPartitions } from '../model/partitions';
import { isRefused, type Refused, refused } from '../model/refused';
import { accountNamed } from './arns';
import type { Principal } from './principal';

/** Somebody who can act as a principal. */
export type Party =
  /** Whoever has its password or access keys. */
  | { readonly kind: 'owner' }
  | { readonly kind: 'anyone' }
  /** Everybody in an account whom that account's policies allow. */
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'principal'; readonly arn: string }
  /** People or machines that an identity provider outside IAM authenticates. */
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'service'; readonly service: string };

/**
 * Who can act as a principal. `people`: somebody other than an AWS service, also if in doubt; `services`: only AWS
 * services; `nobody`: the trust policy admits nobody; `unknown`: the trust policy could not be read.
 */
export interface Behind {
  readonly kind: 'people' | 'services' | 'nobody' | 'unknown';
  readonly account: string;
  readonly parties: readonly Party[];
  /** The parts of the trust policy that could not be understood. */
  readonly unclear: readonly string[];
  /**
   * Whether SageMaker may run notebooks, Studio and jobs with it. Derived from the trust policy alone, so that no
   * other slice is needed.
   */
  readonly isExecutionRole: boolean;
}

/** The actions that start a session of a role. */
const assumeActions = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'] as const;

/**
 * Who can act as a user or role. Conditions in a trust policy are ignored because they only narrow it. A Deny only
 * counts if it has no conditions and names exactly the same party (IAM user guide, Principal element).
 */
export function whoIsBehind({ kind, arn, detail }: Principal): Behind {
  const account = splitArn(arn)?.account ?? '';
  if (kind === 'user' || !('AssumeRolePolicyDocument' in detail))
    return { kind: 'people', account, parties: [{ kind: 'owner' }], unclear: [], isExecutionRole: false };
  const { statements, unclear: notRead } = readTrust(detail.AssumeRolePolicyDocument);
  const unclear = notRead.map(({ what }) => what);
  const found = new Map<string, Party>();
  for (const action of assumeActions)
    for (const principal of allowedBy(statements, action)) {
      const party = partyOf(principal);
      if (party === undefined) continue;
      if (isRefused(party)) unclear.push(party.because);
      else found.set(JSON.stringify(party), party);
    }
  const parties = [...found.values()];
  const isExecutionRole = parties.some((party) => party.kind === 'service' && isSageMaker(party.service));
  const known = { account, parties, unclear: [...new Set(unclear)], isExecutionRole };
  if (parties.some((party) => party.kind !== 'service')) return { ...known, kind: 'people' };
  if (unclear.length > 0) return { ...known, kind: 'unknown' };
  return { ...known, kind: parties.length > 0 ? 'services' : 'nobody' };
}

/**
 * Whether a trust policy allows the action to anybody, of whatever kind; also if it is not understood completely, but
 * not if it names only principals that were deleted.
 */
export function mayBeGiven(action: string, { statements, unclear }: TrustPolicy): boolean {
  return unclear.length > 0 || allowedBy(statements, action).some((one) => partyOf(one) !== undefined);
}

/** The principals that some statement admits for this action, except those that certainly are denied. */
function allowedBy(statements: readonly TrustStatement[], action: string): readonly TrustedPrincipal[] {
  const about = statements.filter((statement) => statement.names(action));
  const denied = about.filter(
    ({ effect, except, conditional }) => effect === 'Deny' && !except && !conditional,
  );
  const isDenied = ({ kind, value }: TrustedPrincipal): boolean =>
    denied.some(({ principals }) =>
      principals.some(
        (excluded) =>
          excluded.kind === '*' ||
          (kind === 'AWS' && excluded.kind === 'AWS' && excluded.value === '*') ||
          (excluded.kind === kind && excluded.value === value),
      ),
    );
  return about
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ except, principals }): readonly TrustedPrincipal[] =>
      except ? [{ kind: '*', value: '*' }] : principals,
    )
    .filter((principal) => !isDenied(principal));
}

/**
 * The party that a principal element stands for: `undefined` for a deleted principal, a refusal for a value that no
 * trust policy can mean.
 */
function partyOf({ kind, value }: TrustedPrincipal): Party | Refused | undefined {
  switch (kind) {
    case '*':
      return { kind: 'anyone' };
    case 'Federated':
      return { kind: 'federated', provider: value };
    case 'Service':
      // Anyone with a certificate of a trusted authority gets a session, on any machine.
      if (value.startsWith('rolesanywhere.')) return { kind: 'federated', provider: value };
      return /^[a-z0-9.-]+$/.test(value)
        ? { kind: 'service', service: value }
        : refused(`${value} is not the name of an AWS service`);
    case 'CanonicalUser':
      return refused(`the canonical user ${value} cannot assume a role`);
    case 'AWS':
      return awsParty(value);
  }
}

function awsParty(value: string): Party | Refused | undefined {
  if (value === '*') return { kind: 'anyone' };
  const account = accountNamed(value);
  if (account !== undefined) return { kind: 'account', account };
  if (/^arn:[a-z-]+:(?:iam|sts)::\d{12}:(?:user|role|assumed-role|federated-user)\/[^*?]+$/.test(value))
    return { kind: 'principal', arn: value };
  // IAM shows the unique id of a deleted principal; a new principal of the same name does not regain access.
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value)) return undefined;
  return refused(`${value} is not a principal`);
}

/** Services are called the same in every partition; in some, policies may also name them with its own DNS suffix. */
function isSageMaker(service: string): boolean {
  return awsPartitions.some(({ dnsSuffix }) => service === `sagemaker.${dnsSuffix}`);
}

/** Who can act as the principal, as a sentence without a full stop. */
export function behindText(behind: Behind): string {
  const who = behind.parties.map((party) => partyText(party, behind.account)).join(', ');
  switch (behind.kind) {
    case 'people':
      return `it can be used by ${who}`;
    case 'services':
      return `only AWS services can assume it (${who})`;
    case 'nobody':
      return 'nobody can assume it: its trust policy admits nobody';
    case 'unknown':
      return `who can assume it is not known, because its trust policy is unclear: ${behind.unclear.join('; ')}`;
  }
}

function partyText(party: Party, own: string): string {
  switch (party.kind) {
    case 'owner':
      return 'whoever has its password or access keys';
    case 'anyone':
      return 'anyone (*)';
    case 'account':
      return party.account === own ? "this account's own users and roles" : `account ${party.account}`;
    case 'principal':
      return principalText(party.arn, own);
    case 'federated':
      return `identities from ${splitArn(party.provider)?.resource ?? party.provider}`;
    case 'service':
      return party.service;
  }
}

/** The part of the ARN after the account if it is the own account, else the whole ARN. */
function principalText(arn: string, own: string): string {
  const parts = splitArn(arn);
  return parts?.account === own ? parts.resource : arn;
}

/**
 * Why Palisade changes the principal only after a person approved the change, in any mode; `undefined` if there is no
 * reason to ask.
 */
export function cautionAbout(behind: Behind): string | undefined {
  if (behind.isExecutionRole)
    return "SageMaker runs notebooks and Studio with this role, and Studio's browser interface calls AWS with it: a network condition on it breaks Studio for users without a private route";
  if (behind.kind === 'services' || behind.kind === 'nobody')
    return 'no person can assume this role, so a change to it protects little and can break the service that uses it';
  if (behind.kind === 'unknown')
    return 'its trust policy could not be read, so it is not known what uses this role';
  return undefined;
}
