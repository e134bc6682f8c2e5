import { approvedVpcs, emptyPerimeter, resolvePerimeter, withoutVpcs } from '../enforcement/perimeter';
import type { Perimeter } from '@palisade/iam';
import { isRefused, type Refused, refused } from '../model/refused';
import { type Place, unknownOf } from '../model/resource';
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
  /** Protect the resources of every account that the policy applies to, not only those of the account that was read. */
  readonly allAccounts: boolean;
}

/** One document, ready to be put into AWS. */
export interface WrittenDocument {
  readonly name: string;
  readonly text: string;
  /** The characters that count against the quota. */
  readonly size: number;
  readonly quota: number;
}

/** The documents with what was proved about them, or why there are none. */
export type Written =
  | {
      readonly status: 'written';
      readonly perimeter: Perimeter;
      readonly documents: readonly WrittenDocument[];
      readonly proof: readonly ProvedClaim[];
      readonly notes: readonly string[];
    }
  | Refused;

/**
 * Writes the policies that enforce the perimeter preventively. Refuses if the perimeter is empty or unknown, if a
 * policy exceeds AWS's quota, or if the proof fails.
 */
export function writeGuardrail(wanted: GuardrailRequest, snapshot: Snapshot, settings: Settings): Written {
  const { format, rootAccess, allAccounts } = wanted;
  const { place } = snapshot;
  const unknown = unknownOf(place);
  if (unknown !== undefined) return refused(unknown);
  if (format === 'rcp') return strangers(place, settings);
  const known = perimeterOf(snapshot, settings);
  if (isRefused(known)) return known;
  const { perimeter } = known;
  const { vpcs, cidrs } = perimeter;
  const { vpcEndpoints } = settings.perimeter;
  if (vpcs.length + vpcEndpoints.length + cidrs.length === 0)
    return refused(
      'the perimeter is empty, so the policy would lock everybody out: no VPC holds a sagemaker.api endpoint; set perimeter.vpcs, vpcEndpoints or cidrs in the settings',
    );

  const exempt = sparingFormats.includes(format) ? exemptArns(settings.protectedPrincipals, place) : none;
  const documents =
    format === 'endpoint-policy'
      ? forEndpoints(rootAccess, exempt.patterns, perimeter, snapshot, settings)
      : forPrincipals({ format, rootAccess, allAccounts }, exempt.patterns, perimeter, snapshot, settings);
  if (isRefused(documents)) return documents;
  return proved(format, perimeter, `PalisadeSageMakerPerimeter-${place.region}`, documents, [
    ...notesFor({ ...wanted, format }, snapshot, exempt.patterns),
    ...exempt.unwritable.map(notWritten),
  ]);
}

/** The documents ready for printing, or a refusal if a claim could not be proved. */
function proved(
  format: Format,
  perimeter: Perimeter,
  name: string,
  { documents, proof }: ProvedDocuments,
  notes: readonly string[],
): Written {
  const failed = proof.find(({ objection }) => objection !== undefined);
  if (failed !== undefined)
    return refused(`it could not be proved (${failed.says}): ${failed.objection ?? ''}`);
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

/** The resource control policy. It has no network conditions, so it needs no perimeter. */
function strangers(place: Place, settings: Settings): Written {
  const document = strangersDocument(settings);
  if (isRefused(document)) return document;
  const size = JSON.stringify(document).length;
  const { size: limit } = quotaOf.rcp;
  if (size > limit)
    return refused(
      `it takes ${size} characters, a resource control policy may have ${limit} (${settings.perimeter.accounts.length} further accounts)`,
    );
  return proved(
    'rcp',
    emptyPerimeter,
    'PalisadeStrangers',
    { documents: [document], proof: proveStrangers(document, settings, place) },
    [
      'SageMaker is not among the services that resource control policies apply to, so none can guard notebooks or Studio themselves: the SCP does that. This policy keeps strangers from assuming a role that could open them.',
      'It does not apply to roles assumed with SAML or web identity, to service-linked roles, or to the management account.',
      'It applies to all roles in its accounts, not only to those of SageMaker: add partners that assume roles there to perimeter.accounts.',
    ],
  );
}

/** Documents with their proof. */
interface ProvedDocuments {
  readonly documents: readonly object[];
  readonly proof: readonly ProvedClaim[];
}

function forPrincipals(
  { format, rootAccess, allAccounts }: GuardrailRequest & { readonly format: PrincipalFormat },
  exempt: readonly string[],
  perimeter: Perimeter,
  { place }: Snapshot,
  settings: Settings,
): ProvedDocuments | Refused {
  const { vpcs, cidrs } = perimeter;
  const { account, region } = place;
  const denies = deniesOf({
    // Endpoints that were only discovered are in approved VPCs, which the perimeter admits already.
    perimeter: { vpcs, vpcEndpoints: settings.perimeter.vpcEndpoints, cidrs },
    actions: protectedActions(settings),
    scope: { region, ...(allAccounts ? {} : { account }) },
    rootAccess,
    exempt,
  });
  const packed = pack(denies, format === 'boundary' ? [everything] : [], quotaOf[format]);
  if (packed.status === 'too-large') return refused(`${packed.because}${adviceFor(format)}`);
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
): ProvedDocuments | Refused {
  const denies = denyDeployment({ rootAccess }).map((statement) => sparing(statement, exempt));
  const document = endpointPolicyDocument(denies, place, settings);
  const { size: limit } = quotaOf['endpoint-policy'];
  const size = JSON.stringify(document).length;
  if (size > limit)
    return refused(
      `it takes ${size} characters, an endpoint policy may have ${limit} (${settings.perimeter.accounts.length} further accounts); name perimeter.organization instead of its accounts`,
    );
  return {
    documents: [document],
    proof: proveEndpointPolicy(document, denies, rootAccess, perimeter, place, settings),
  };
}

/** The formats that apply to people who were not chosen one by one, so protected principals are spared. */
const sparingFormats: readonly Format[] = ['scp', 'endpoint-policy'];

const none = { patterns: [], unwritable: [] } as const;

/** A boundary grants nothing by itself; without an Allow it would allow nothing. */
const everything: PolicyStatement = {
  Sid: 'PalisadeAllowTheRest',
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
};

/**
 * The perimeter to write. If the settings list the VPCs, it is known without reading the account, because endpoints
 * that would be discovered in those VPCs are covered by them.
 */
function perimeterOf(snapshot: Snapshot, settings: Settings): { readonly perimeter: Perimeter } | Refused {
  const resolved = resolvePerimeter(snapshot, settings);
  if (resolved.status === 'known') return resolved;
  const approved = approvedVpcs(snapshot, settings);
  return approved.status === 'known'
    ? {
        perimeter: {
          ...withoutVpcs(resolved),
          vpcs: approved.vpcs,
          vpcEndpoints: settings.perimeter.vpcEndpoints,
        },
      }
    : refused(`the perimeter is not known: ${approved.because}; set perimeter.vpcs in the settings`);
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
      'Set it on each SageMaker interface endpoint of the perimeter, in place of the current policy.',
      'Your own principals and resources are those of the account, of perimeter.accounts and of perimeter.organization; AWS services and what AWS offers to everybody also get through.',
      'It only applies to requests through the endpoint: unlike the other formats, it closes nothing to the internet.',
    ];
  const where = allAccounts
    ? `The network Deny binds ${place.region} in every account that the policy reaches: the perimeter must hold the VPCs of all of them.`
    : `The network Deny binds principals of account ${place.account} in ${place.region} only, because VPC ids belong to both, also for partner apps that other accounts share with them; --all-accounts widens it to every account that the policy reaches.`;
  const who = {
    scp:
      exempt.length > 0
        ? `Spared: ${exempt.join(', ')}, and service-linked roles, which no SCP binds.`
        : 'No principal is spared (protectedPrincipals is empty) but service-linked roles and the management account, which no SCP binds.',
    iam: 'Attach it to users, groups or roles. Think twice for Studio execution roles: the browser interface uses them.',
    boundary:
      'A boundary grants nothing: it lets through what other policies allow, except what it denies. A principal has only one boundary; merge it with an existing one.',
    'permission-set':
      'It is the inline policy of a permission set; if there is one already, add the statements to it.',
  } as const;
  return [
    where,
    who[format],
    'The console cannot open notebooks or Studio any more, and the network Deny does not reach sessions of domains in IAM Identity Center mode.',
  ];
}
