/** Whose principals and resources count as one's own: these accounts, and all accounts of the organization. */
export interface Own {
  /** The account itself comes first. */
  readonly accounts: readonly [string, ...string[]];
  readonly organization: string | null;
}

/** A set of requests, as a policy document that allows exactly these. */
type Requests = Readonly<Record<string, unknown>>;

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One kind of principal or resource: its conditions and, for resources, its ARNs. */
interface Kind {
  readonly Resource?: string;
  readonly NotResource?: readonly string[];
  readonly Condition: Conditions;
}

/** What AWS offers to everybody, such as the public model hub: its ARNs have `aws` instead of an account. */
export const AWS_OWNED = 'arn:*:*:*:aws:*';

function requests(kinds: readonly Kind[]): Requests {
  const Statement = kinds.map((kind) => ({
    Effect: 'Allow',
    Action: '*',
    ...(kind.NotResource === undefined ? { Resource: '*' } : {}),
    ...kind,
  }));
  return { Version: '2012-10-17', Statement };
}

function principalsOf(account: string): string {
  return `arn:*:iam::${account}:*`;
}

function resourcesOf(account: string): string {
  return `arn:*:*:*:${account}:*`;
}

function notOfOrganization(side: 'Principal' | 'Resource', { organization }: Own): Conditions {
  return organization === null
    ? {}
    : {
        StringNotEqualsIfExists: { [`aws:${side}OrgID`]: organization },
        'ForAllValues:StringNotLike': { [`aws:${side}OrgPaths`]: `${organization}/*` },
      };
}

/** Users and roles of accounts that are neither listed nor in the organization. */
export function foreignPrincipals(own: Own): Requests {
  return requests([
    {
      Condition: {
        StringNotEquals: { 'aws:PrincipalAccount': own.accounts },
        StringNotLike: { 'aws:PrincipalArn': own.accounts.map(principalsOf) },
        ...notOfOrganization('Principal', own),
      },
    },
  ]);
}

/** Users and roles of the account, of the other accounts listed, and of the organization. */
export function ownPrincipals(own: Own): Requests {
  const kinds = own.accounts.map((account, index): Kind => ({
    Condition: {
      StringEquals: { 'aws:PrincipalAccount': account, ...orgOf('Principal', own, index) },
      StringLike: { 'aws:PrincipalArn': principalsOf(account) },
    },
  }));
  if (own.organization === null) return requests(kinds);
  const members: Kind = {
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': own.organization },
      StringNotEquals: { 'aws:PrincipalAccount': own.accounts },
      StringNotLike: { 'aws:PrincipalArn': own.accounts.map(principalsOf) },
    },
  };
  return requests([...kinds, members]);
}

/** The account itself is a member of the organization in its settings; of the other accounts this is not known. */
function orgOf(side: 'Principal' | 'Resource', { organization }: Own, index: number): Record<string, string> {
  return organization === null || index > 0 ? {} : { [`aws:${side}OrgID`]: organization };
}

/** AWS lists the actions whose requests lack `aws:ResourceAccount`; none of them is SageMaker's. */
const withAccount: Conditions = { Null: { 'aws:ResourceAccount': 'false' } };

/** Everything that can be acted on. */
export function anyResource(): Requests {
  return requests([{ Condition: withAccount }]);
}

/** Calls that act on no resource, for which a policy's Resource must be `*`. */
export function noResource(): Requests {
  return requests([{ NotResource: ['arn:*'], Condition: withAccount }]);
}

/** Resources of accounts neither listed nor in the organization; what AWS offers to everybody is not foreign. */
export function foreignResources(own: Own): Requests {
  return requests([
    {
      NotResource: [AWS_OWNED, ...own.accounts.map(resourcesOf)],
      Condition: {
        ...withAccount,
        StringNotEquals: { 'aws:ResourceAccount': own.accounts },
        ...notOfOrganization('Resource', own),
      },
    },
  ]);
}

/** Resources of the account, the other accounts listed, the organization and AWS; and calls that act on no resource. */
export function ownedResources(own: Own): Requests {
  const kinds = own.accounts.flatMap((account, index): readonly Kind[] => {
    const Condition = { StringEquals: { 'aws:ResourceAccount': account, ...orgOf('Resource', own, index) } };
    // A call that acts on no resource counts as one on the caller's account.
    return [
      { Resource: resourcesOf(account), Condition },
      { NotResource: ['arn:*'], Condition },
    ];
  });
  const ofAws: Kind = { Resource: AWS_OWNED, Condition: {} };
  if (own.organization === null) return requests([...kinds, ofAws]);
  const members: Kind = {
    NotResource: [AWS_OWNED, ...own.accounts.map(resourcesOf)],
    Condition: {
      StringEquals: { 'aws:ResourceOrgID': own.organization },
      StringNotEquals: { 'aws:ResourceAccount': own.accounts },
    },
  };
  return requests([...kinds, ofAws, members]);
}
