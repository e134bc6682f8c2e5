import { createEngine, type PolicySet } from '@palisade/iam';
import type { Conditions } from '../model/call';
import { type Refused, refused } from '../model/refused';
import { partitionOf, type Place } from '../model/resource';
import type { Settings } from '../settings';
import { documentOf, type PolicyDocument } from './formats';
import { allowEverything, type Context, type ProvedClaim } from './prove';

/** A statement of a resource control policy as we write it. */
export interface RcpStatement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Principal: '*';
  readonly Action: readonly string[];
  readonly Resource: '*';
  readonly Condition: Conditions;
}

const assume = 'sts:AssumeRole';

/**
 * Denies that anybody outside the organization assumes a role in its accounts, through which a stranger could become
 * a principal that may open notebooks.
 *
 * Resource control policies do not apply to SageMaker (AWS Organizations user guide, list of services that support
 * RCPs, read in September 2026), so none can guard notebooks or Studio themselves; they do apply to STS. Assuming a
 * role with SAML or web identity is not affected, because there is no principal yet that could belong to an
 * organization. AWS services can still assume the roles that they are given.
 */
export function denyStrangers({
  organization,
  accounts,
}: {
  readonly organization: string;
  readonly accounts: readonly string[];
}): RcpStatement {
  return {
    Sid: 'PalisadeDenyStrangers',
    Effect: 'Deny',
    Principal: '*',
    Action: [assume],
    Resource: '*',
    Condition: {
      StringNotEqualsIfExists: {
        'aws:PrincipalOrgID': organization,
        ...(accounts.length > 0 ? { 'aws:PrincipalAccount': accounts } : {}),
      },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
}

/** The resource control policy for the organization in the settings, or why there is none. */
export function strangersDocument({
  perimeter: { organization, accounts },
}: Pick<Settings, 'perimeter'>): PolicyDocument<RcpStatement> | Refused {
  return organization === undefined
    ? refused(
        'a resource control policy lets in the organization and nobody else, and the settings do not name it: give perimeter.organization',
      )
    : documentOf([denyStrangers({ organization, accounts })]);
}

/** An organization and an account that belong to nobody we know. */
const elsewhere = { organization: 'o-zzzzzzzzzz', account: '999999999999' };

/** Asks the IAM engine who can still assume a role, among those who could without the policy. */
export function proveStrangers(
  document: object,
  { perimeter: { organization = '', accounts } }: Pick<Settings, 'perimeter'>,
  place: Place,
): readonly ProvedClaim[] {
  const { account } = place;
  const partition = partitionOf(place);
  const policies: PolicySet = {
    identity: [allowEverything],
    boundary: null,
    scps: [],
    rcps: [[allowEverything, { label: 'the resource control policy', document }]],
  };
  const engine = createEngine();
  const answers = (from: string, context: Context, action = assume) =>
    engine
      .decide({
        principal: { arn: `arn:${partition}:iam::${from}:role/PalisadeProof` },
        policies,
        actions: [action],
        resources: [`arn:${partition}:iam::${account}:role/*`],
        // The origin of the requests does not matter here: the question covers all zones.
        perimeter: { vpcs: ['vpc-0a1b2c3d4e5f60718'], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
        context,
      })
      .flatMap((answer) => [answer.outside, answer.inside, answer.viaService]);
  const closed = (says: string, from: string, context: Context): ProvedClaim => {
    const open = answers(from, context).find(({ status }) => status !== 'unreachable');
    return open === undefined ? { says } : { says, objection: open.because };
  };
  const open = (says: string, from: string, context: Context, action?: string): ProvedClaim => {
    const shut = answers(from, context, action).find(({ status }) => status !== 'reachable');
    return shut === undefined ? { says } : { says, objection: shut.because };
  };
  const person = { 'aws:PrincipalIsAWSService': 'false' };
  return [
    closed('closed: nobody in another organization can assume a role', elsewhere.account, {
      ...person,
      'aws:PrincipalOrgID': elsewhere.organization,
    }),
    closed('closed: nobody in an account without an organization can assume a role', elsewhere.account, {
      ...person,
      'aws:PrincipalOrgID': [],
    }),
    open('not locked out: everybody in the organization', account, {
      ...person,
      'aws:PrincipalOrgID': organization,
    }),
    ...accounts.map((friend) =>
      open(`not locked out: account ${friend}, which the settings name`, friend, {
        ...person,
        'aws:PrincipalOrgID': elsewhere.organization,
      }),
    ),
    open('not locked out: AWS services that assume the roles they are given', elsewhere.account, {
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalOrgID': [],
    }),
    open(
      'spared: every other action, from everywhere',
      elsewhere.account,
      { ...person, 'aws:PrincipalOrgID': elsewhere.organization },
      'sts:AssumeRoleWithSAML',
    ),
  ];
}
