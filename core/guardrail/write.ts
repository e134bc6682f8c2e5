import { approvedVpcs, resolvePerimeter } from '../enforcement/perimeter';
import type { Perimeter } from '@palisade/iam';
import { partitionOf, type Place } from '../model/resource';
import type { Settings } from '../settings';
import type { Snapshot } from '../model/snapshot';
import { protectedActions, questions } from '../enforcement/protected-actions';
import { deniesOf, sparing } from './denies';
import { denyDeployment } from './deny-deployment';
import type { PolicyStatement } from './deny-outside';
import { proveStrangers, strangersDocument } from './deny-strangers';
import { exemptArns } from './exempt';
import { endpointPolicyDocument, proveEndpointPolicy } from './endpoint-policy';
import { countedSize, type Format, type PrincipalFormat, quotaOf, printedText } from './formats';
import { pack } from './pack';
import { type ProvedClaim, proveGuardrail } from './prove';

export interface GuardrailRequest {
  readonly format: Format;
  /** Also deny root access on notebook instances. */
  readonly rootAccess: boolean;
  /** Bind the resources of every account that the policy reaches, not only those of the one that was read. */
  readonly allAccounts: boolean;
}

/** One document to put into AWS as it stands. */
export interface WrittenDocument {
  readonly name: string;
  readonly text: string;
  /** Characters that count, and how many may. */
  readonly size: number;
  readonly quota: number;
}

/** The documents with what was proved of them, or why there are none. */
export type Written =
  | {
      readonly status: 'written';
      readonly perimeter: Perimeter;
      readonly documents: readonly WrittenDocument[];
      readonly proof: readonly ProvedClaim[];
      readonly notes: readonly string[];
    }
  | { readonly status: 'refused'; readonly because: string };

/**
 * Writes the policies that enforce the perimeter before anything happens. Nothing is written that was not proved, or
 * that exceeds AWS's quota, or for a perimeter that is empty or not known.
 */
export function writeGuardrail(wanted: GuardrailRequest, snapshot: Snapshot, settings: Settings): Written {
  const { format, rootAccess, allAccounts } = wanted;
  const { place } = snapshot;
  if (format === 'rcp') return strangers(place, settings);
  const known = perimeterOf(snapshot, settings);
  if ('because' in known) return { status: 'refused', because: known.because };
  const { perimeter } = known;
  const { vpcs, cidrs } = perimeter;
  const { vpcEndpoints } = settings.perimeter;
  if (vpcs.length + vpcEndpoints.length + cidrs.length === 0)
    return {
      status: 'refused',
      because:
        'the perimeter is empty, so the policy would lock everybody out: no VPC holds a sagemaker.api endpoint; name perimeter.vpcs, vpcEndpoints or cidrs in settings',
    };

  const exempt = spares.includes(format) ? exemptArns(settings.protectedPrincipals, place) : none;
  const made =
    format === 'endpoint-policy'
      ? forEndpoints(rootAccess, exempt.patterns, perimeter, snapshot, settings)
      : forPrincipals({ format, rootAccess, allAccounts }, exempt.patterns, perimeter, snapshot, settings);
  if ('because' in made) return { status: 'refused', because: made.because };
  return proved(format, perimeter, `PalisadeSageMakerPerimeter-${place.region}`, made, [
    ...notesFor({ ...wanted, format }, snapshot, exempt.patterns),
    ...exempt.left.map(notWritten),
  ]);
}

/** Documents as they are printed; none where something speaks against them. */
function proved(
  format: Format,
  perimeter: Perimeter,
  name: string,
  { documents, proof }: Extract<Made, { documents: unknown }>,
  notes: readonly string[],
): Written {
  const failed = proof.find(({ objection }) => objection !== undefined);
  if (failed !== undefined)
    return {
      status: 'refused',
      because: `it could not be proved (${failed.says}): ${failed.objection ?? ''}`,
    };
  const quota = quotaOf[format];
  return {
    status: 'written',
    perimeter,
    documents: documents.map((document, index) => {
      const text = printedText(document, quota);
      const suffix = documents.length === 1 ? '' : `-${index + 1}`;
      return { name: `${name}${suffix}`, text, size: countedSize(text, quota), quota: quota.size };
    }),
    proof,
    notes,
  };
}

const nowhere: Perimeter = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };

/** The resource control policy. It says nothing of networks, so it needs no perimeter. */
function strangers(place: Place, settings: Settings): Written {
  const document = strangersDocument(settings);
  if ('because' in document) return { status: 'refused', because: document.because };
  const size = JSON.stringify(document).length;
  const { size: limit } = quotaOf.rcp;
  if (size > limit)
    return {
      status: 'refused',
      because: `it takes ${size} characters, a resource control policy may have ${limit} (${settings.perimeter.accounts.length} further accounts)`,
    };
  return proved(
    'rcp',
    nowhere,
    'PalisadeStrangers',
    { documents: [document], proof: proveStrangers(document, settings, place) },
    [
      'SageMaker is not among the services that resource control policies reach, so none can guard notebooks or Studio themselves: the SCP does that. This one keeps strangers from taking a role that could open them.',
      'It does not concern roles that are taken with SAML or web identity, service-linked roles, nor the management account.',
      'It binds all roles in the accounts that it reaches, not those of SageMaker only: name partners that take roles there in perimeter.accounts.',
    ],
  );
}

/** Documents with their proof, or why there are none. */
type Made =
  | { readonly documents: readonly object[]; readonly proof: readonly ProvedClaim[] }
  | { readonly because: string };

function forPrincipals(
  { format, rootAccess, allAccounts }: GuardrailRequest & { readonly format: PrincipalFormat },
  exempt: readonly string[],
  perimeter: Perimeter,
  { place }: Snapshot,
  settings: Settings,
): Made {
  const { vpcs, cidrs } = perimeter;
  const resource = `arn:${partitionOf(place.region)}:sagemaker:${place.region}:${allAccounts ? '*' : place.account}:*`;
  const denies = deniesOf({
    // Endpoints that were only discovered stand in approved VPCs, which admit them already.
    perimeter: { vpcs, vpcEndpoints: settings.perimeter.vpcEndpoints, cidrs },
    actions: protectedActions(settings),
    resource,
    rootAccess,
    exempt,
  });
  const packed = pack(denies, format === 'boundary' ? [everything] : [], quotaOf[format]);
  if (packed.status === 'too-large') return { because: `${packed.because}${adviceFor(format)}` };
  const { documents } = packed;
  return {
    documents,
    proof: proveGuardrail({
      format,
      documents,
      perimeter,
      questions: questions(settings, place),
      rootAccess,
      place,
    }),
  };
}

function forEndpoints(
  rootAccess: boolean,
  exempt: readonly string[],
  perimeter: Perimeter,
  { place }: Snapshot,
  settings: Settings,
): Made {
  const denies = denyDeployment({ rootAccess }).map((statement) => sparing(statement, exempt));
  const document = endpointPolicyDocument(denies, place, settings);
  const { size: limit } = quotaOf['endpoint-policy'];
  const size = JSON.stringify(document).length;
  if (size > limit)
    return {
      because: `it takes ${size} characters, an endpoint policy may have ${limit} (${settings.perimeter.accounts.length} further accounts); name perimeter.organization instead of its accounts`,
    };
  return {
    documents: [document],
    proof: proveEndpointPolicy(document, denies, rootAccess, perimeter, place, settings),
  };
}

/** The formats that reach people who were not chosen one by one. */
const spares: readonly Format[] = ['scp', 'endpoint-policy'];

const none = { patterns: [], left: [] } as const;

/** A boundary grants nothing; without an Allow it would leave nothing. */
const everything: PolicyStatement = {
  Sid: 'PalisadeAllowTheRest',
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
};

/**
 * Listed VPCs are known without a look at the account: endpoints that would be discovered in them are admitted by them.
 */
function perimeterOf(
  snapshot: Snapshot,
  settings: Settings,
): { readonly perimeter: Perimeter } | { readonly because: string } {
  const resolved = resolvePerimeter(snapshot, settings);
  if (resolved.status === 'known') return resolved;
  const approved = approvedVpcs(snapshot, settings);
  const { vpcEndpoints, cidrs } = settings.perimeter;
  return approved.status === 'known'
    ? { perimeter: { vpcs: approved.vpcs, vpcEndpoints, cidrs, endpointVpc: {} } }
    : { because: `the perimeter is not known: ${approved.because}; name perimeter.vpcs in settings` };
}

function adviceFor(format: PrincipalFormat): string {
  return format === 'permission-set'
    ? '; write it with --format iam and attach it to the permission set as a customer managed policy'
    : '';
}

function notWritten(entry: string): string {
  return `protectedPrincipals ${entry} is neither a name nor a whole ARN, so the policy does not spare it`;
}

function notesFor(
  { format, allAccounts }: GuardrailRequest & { readonly format: Exclude<Format, 'rcp'> },
  { place }: Snapshot,
  exempt: readonly string[],
): readonly string[] {
  if (format === 'endpoint-policy')
    return [
      'Put it on each SageMaker interface endpoint of the perimeter, in place of its present policy.',
      'Your own are the account and what perimeter.accounts and perimeter.organization add; AWS services and what AWS offers to everybody get through.',
      'It binds what goes through the endpoint only: it closes nothing to the internet, which the other formats do.',
    ];
  const where = allAccounts
    ? `The network Deny binds ${place.region} in every account that the policy reaches: the perimeter must hold the VPCs of all of them.`
    : `The network Deny binds ${place.region} of account ${place.account} only, because VPC ids belong to both; --all-accounts widens it to every account that the policy reaches.`;
  const who = {
    scp:
      exempt.length > 0
        ? `Spared: ${exempt.join(', ')}, and service-linked roles, which no SCP binds.`
        : 'No principal is spared (protectedPrincipals is empty) but service-linked roles and the management account, which no SCP binds.',
    iam: 'Attach it to users, groups or roles. Think twice for Studio execution roles: the browser interface uses them.',
    boundary:
      'A boundary grants nothing: it lets through what other policies allow, but for what it denies. A principal has one boundary; merge it with the one that is there.',
    'permission-set':
      'It is the inline policy of a permission set; where there is one already, add the statements to it.',
  } as const;
  return [
    where,
    who[format],
    'The console cannot open notebooks or Studio any more, and the network Deny does not reach sessions of domains in IAM Identity Center mode.',
  ];
}
