import { ENDPOINT_POLICY_LIMIT } from '../endpoints/policy-text';

/** The kinds of policy that enforce the perimeter preventively. */
export const formats = ['scp', 'rcp', 'iam', 'boundary', 'permission-set', 'endpoint-policy'] as const;
export type Format = (typeof formats)[number];

/**
 * The formats that apply to principals. An endpoint policy applies to requests through an endpoint, a resource
 * control policy to requests for resources.
 */
export type PrincipalFormat = Exclude<Format, 'endpoint-policy' | 'rcp'>;

export interface Quota {
  /** In characters. */
  readonly size: number;
  /** Whether white space counts: it does if AWS stores the text as it was sent. */
  readonly countsWhiteSpace: boolean;
  /** How many documents of this kind can apply together. */
  readonly documents: number;
  readonly name: string;
}

/**
 * AWS's quotas (Organizations, IAM and IAM Identity Center user guides). An SCP or RCP sent by API keeps its white
 * space. One of the five SCPs on a target is FullAWSAccess; ten managed policies are IAM's default for a user or
 * role.
 */
export const quotaOf: Readonly<Record<Format, Quota>> = {
  scp: { size: 5_120, countsWhiteSpace: true, documents: 4, name: 'a service control policy' },
  rcp: { size: 5_120, countsWhiteSpace: true, documents: 4, name: 'a resource control policy' },
  iam: { size: 6_144, countsWhiteSpace: false, documents: 10, name: 'a managed policy' },
  boundary: { size: 6_144, countsWhiteSpace: false, documents: 1, name: 'a permissions boundary' },
  'permission-set': {
    size: 10_240,
    countsWhiteSpace: false,
    documents: 1,
    name: 'the inline policy of a permission set',
  },
  'endpoint-policy': {
    size: ENDPOINT_POLICY_LIMIT,
    countsWhiteSpace: true,
    documents: 1,
    name: 'an endpoint policy',
  },
};

/** A policy document as it is printed. */
export interface PolicyDocument<S> {
  readonly Version: '2012-10-17';
  readonly Statement: readonly S[];
}

export function documentOf<S>(statements: readonly S[]): PolicyDocument<S> {
  return { Version: '2012-10-17', Statement: statements };
}

/** The text to print: indented if that fits the quota, else without white space. */
export function printedText(document: object, quota: Pick<Quota, 'size' | 'countsWhiteSpace'>): string {
  const readable = JSON.stringify(document, null, 2);
  return !quota.countsWhiteSpace || readable.length <= quota.size ? readable : JSON.stringify(document);
}

/** The characters of a printed text that count against the quota. */
export function countedSize(text: string, { countsWhiteSpace }: Pick<Quota, 'countsWhiteSpace'>): number {
  return countsWhiteSpace ? text.length : text.replaceAll(/\s/g, '').length;
}
