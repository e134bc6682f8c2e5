import { readTrust, type TrustedPrincipal, type TrustStatement } from '@palisade/iam';
import type { Principal } from './assemble';

/** Somebody who can act as a principal. */
export type Party =
  /** Whoever has its password or access keys. */
  | { readonly kind: 'owner' }
  | { readonly kind: 'anyone' }
  /** Everybody in an account whom that account's policies let. */
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'principal'; readonly arn: string }
  /** People or machines that an identity provider outside IAM vouches for. */
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'service'; readonly service: string };

/**
 * Who can act as a principal. `people`: somebody other than an AWS service can, which is also said in doubt;
 * `services`: only AWS services; `nobody`: the trust policy lets nobody in; `unknown`: it could not be read.
 */
export interface Behind {
  readonly kind: 'people' | 'services' | 'nobody' | 'unknown';
  readonly account: string;
  readonly parties: readonly Party[];
  /** What of the trust policy could not be understood. */
  readonly unclear: readonly string[];
  /** SageMaker may run notebooks, Studio and jobs with it. The trust policy tells, so that no other slice is needed. */
  readonly isExecutionRole: boolean;
}

/** The actions that give a session of a role. */
const assuming = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'] as const;

/**
 * Who is behind a user or role. Conditions of a trust policy are left out of account, because they only narrow it;
 * a Deny counts where it holds without conditions for exactly the same party (IAM user guide, Principal element).
 */
export function whoIsBehind({ kind, arn, detail }: Principal): Behind {
  const account = arn.split(':')[4] ?? '';
  if (kind === 'user' || !('AssumeRolePolicyDocument' in detail))
    return { kind: 'people', account, parties: [{ kind: 'owner' }], unclear: [], isExecutionRole: false };
  const { statements, unclear: notRead } = readTrust(detail.AssumeRolePolicyDocument);
  const unclear = notRead.map(({ what }) => what);
  const found = new Map<string, Party>();
  for (const action of assuming)
    for (const principal of allowedBy(statements, action)) {
      const party = partyOf(principal);
      if (typeof party === 'string') unclear.push(party);
      else if (party !== undefined) found.set(JSON.stringify(party), party);
    }
  const parties = [...found.values()];
  const isExecutionRole = parties.some((party) => party.kind === 'service' && isSageMaker(party.service));
  const known = { account, parties, unclear: [...new Set(unclear)], isExecutionRole };
  if (parties.some((party) => party.kind !== 'service')) return { ...known, kind: 'people' };
  if (unclear.length > 0) return { ...known, kind: 'unknown' };
  return { ...known, kind: parties.length > 0 ? 'services' : 'nobody' };
}

/** Whom some statement lets in by this action, and no Deny keeps out for certain. */
function allowedBy(statements: readonly TrustStatement[], action: string): readonly TrustedPrincipal[] {
  const about = statements.filter((statement) => statement.names(action));
  const denied = about.filter(
    ({ effect, except, conditional }) => effect === 'Deny' && !except && !conditional,
  );
  const isDenied = ({ kind, value }: TrustedPrincipal): boolean =>
    denied.some(({ principals }) =>
      principals.some(
        (one) =>
          one.kind === '*' ||
          (kind === 'AWS' && one.kind === 'AWS' && one.value === '*') ||
          (one.kind === kind && one.value === value),
      ),
    );
  return about
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ except, principals }): readonly TrustedPrincipal[] =>
      except ? [{ kind: '*', value: '*' }] : principals,
    )
    .filter((principal) => !isDenied(principal));
}

/** Who it is; nothing for a principal that was deleted, and a text for what no trust policy can mean. */
function partyOf({ kind, value }: TrustedPrincipal): Party | string | undefined {
  switch (kind) {
    case '*':
      return { kind: 'anyone' };
    case 'Federated':
      return { kind: 'federated', provider: value };
    case 'Service':
      // Whoever holds a certificate of a trusted authority gets a session, on any machine.
      if (value.startsWith('rolesanywhere.')) return { kind: 'federated', provider: value };
      return /^[a-z0-9.-]+$/.test(value)
        ? { kind: 'service', service: value }
        : `${value} is not the name of an AWS service`;
    case 'CanonicalUser':
      return `the canonical user ${value} cannot assume a role`;
    case 'AWS':
      return awsParty(value);
  }
}

function awsParty(value: string): Party | string | undefined {
  if (value === '*') return { kind: 'anyone' };
  const account = /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  if (account !== undefined) return { kind: 'account', account };
  if (/^arn:[a-z-]+:(?:iam|sts)::\d{12}:(?:user|role|assumed-role|federated-user)\/[^*?]+$/.test(value))
    return { kind: 'principal', arn: value };
  // IAM shows the unique id of a principal that was deleted; another of the same name does not get it back.
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value)) return undefined;
  return `${value} is not a principal`;
}

function isSageMaker(service: string): boolean {
  return /^sagemaker\.amazonaws\.com(?:\.cn)?$/.test(service);
}

/** Who is behind it, as a sentence without a full stop. */
export function behindText(behind: Behind): string {
  const who = behind.parties.map((party) => partyText(party, behind.account)).join(', ');
  switch (behind.kind) {
    case 'people':
      return `it can be used by ${who}`;
    case 'services':
      return `only AWS services can assume it (${who})`;
    case 'nobody':
      return 'nobody can assume it: its trust policy lets nobody in';
    case 'unknown':
      return `who can assume it is not known: its trust policy says ${behind.unclear.join('; ')}`;
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
      return party.arn.split(':')[4] === own ? (party.arn.split(':')[5] ?? party.arn) : party.arn;
    case 'federated':
      return `those whom ${party.provider.split(':')[5] ?? party.provider} vouches for`;
    case 'service':
      return party.service;
  }
}

/** Whether Palisade changes it only after a person approved that, whatever the mode; the reason in words. */
export function cautionAbout(behind: Behind): string | undefined {
  if (behind.isExecutionRole)
    return "SageMaker runs notebooks and Studio with this role, and Studio's browser interface calls AWS with it: a network condition on it breaks Studio for users without a private route";
  if (behind.kind === 'services' || behind.kind === 'nobody')
    return 'no person can assume this role, so a change to it protects little and can break the service that uses it';
  if (behind.kind === 'unknown')
    return 'its trust policy could not be read, so it is not known what uses this role';
  return undefined;
}
