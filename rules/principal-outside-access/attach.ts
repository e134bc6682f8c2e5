import {
  guardrailArn,
  guardrailName,
  noLongerAdmitted,
  guardrailPath,
  parsedDocument,
  policySize,
  quotas,
  sameDocument,
} from '../../core/guardrail/policy';
import type { StepOf } from '../../core/plan';
import type { Place } from '../../core/resource';
import type { Snapshot } from '../../core/snapshot';
import type { ManagedPolicyDetail } from '../../core/slices/principals';
import type { Subject } from './subjects';

/** The calls of this rule, with their inputs. */
export interface Calls {
  'iam:CreatePolicy': { PolicyName: string; Path: string; PolicyDocument: string; Description: string };
  'iam:CreatePolicyVersion': { PolicyArn: string; PolicyDocument: string; SetAsDefault: boolean };
  'iam:DeletePolicyVersion': { PolicyArn: string; VersionId: string };
  'iam:AttachUserPolicy': { UserName: string; PolicyArn: string };
  'iam:AttachRolePolicy': { RoleName: string; PolicyArn: string };
  'iam:DetachUserPolicy': { UserName: string; PolicyArn: string };
  'iam:DetachRolePolicy': { RoleName: string; PolicyArn: string };
  'iam:PutUserPolicy': { UserName: string; PolicyName: string; PolicyDocument: string };
  'iam:PutRolePolicy': { RoleName: string; PolicyName: string; PolicyDocument: string };
  'iam:DeleteUserPolicy': { UserName: string; PolicyName: string };
  'iam:DeleteRolePolicy': { RoleName: string; PolicyName: string };
}

/** IAM's default; GetAccountSummary tells where it was raised. */
const defaultAttachments = 10;
/** IAM keeps at most five versions of a managed policy. */
const maxVersions = 5;

/** The steps that end with the guardrail attached; `undefined` when the principal may attach no more policies. */
export function attachSteps(
  subject: Subject,
  document: object,
  snapshot: Snapshot,
): StepOf<Calls>[] | undefined {
  const { principal } = subject;
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') return undefined;
  const PolicyArn = guardrailArn(snapshot.place);
  const attached = principal.detail.AttachedManagedPolicies ?? [];
  const isAttached = attached.some((policy) => policy.PolicyArn === PolicyArn);
  const { Quotas } = reading.value;
  const quota =
    (principal.kind === 'user'
      ? Quotas?.AttachedPoliciesPerUserQuota
      : Quotas?.AttachedPoliciesPerRoleQuota) ?? defaultAttachments;
  if (!isAttached && attached.length >= quota) return undefined;

  const steps = upToDate(
    reading.value.Policies.find(({ Arn }) => Arn === PolicyArn),
    snapshot.place,
    document,
  );
  if (isAttached) return steps;
  return [
    ...steps,
    principal.kind === 'user'
      ? attachToUser(principal.name, PolicyArn)
      : attachToRole(principal.name, PolicyArn),
  ];
}

/** Creates the shared policy, or gives it the present document as its default version. */
function upToDate(policy: ManagedPolicyDetail | undefined, place: Place, document: object): StepOf<Calls>[] {
  const PolicyArn = guardrailArn(place);
  const PolicyDocument = JSON.stringify(document);
  if (policy === undefined)
    return [
      {
        call: 'iam:CreatePolicy',
        input: {
          PolicyName: guardrailName(place),
          Path: guardrailPath,
          PolicyDocument,
          Description: 'Denies ways into SageMaker from outside the approved network. Kept by Palisade.',
        },
        why: 'the guardrail policy does not exist yet; all principals share it',
        precondition: 'no policy of this name exists',
        // Left in place: unattached it does nothing, and others may be attached to it.
        inverse: [],
        approval: 'none',
      },
    ];
  const versions = policy.PolicyVersionList ?? [];
  const current = versions.find(({ VersionId }) => VersionId === policy.DefaultVersionId);
  if (sameDocument(current?.Document, document)) return [];
  const lost = noLongerAdmitted(current?.Document, document);
  const oldest = versions
    .filter(({ VersionId }) => VersionId !== policy.DefaultVersionId)
    .sort((a, b) => versionNumber(a.VersionId) - versionNumber(b.VersionId))[0];
  const makeRoom: StepOf<Calls>[] =
    versions.length >= maxVersions && oldest !== undefined
      ? [
          {
            call: 'iam:DeletePolicyVersion',
            input: { PolicyArn, VersionId: oldest.VersionId },
            why: `IAM keeps ${maxVersions} versions; the oldest makes room`,
            precondition: 'five versions exist and this one is not the default',
            inverse: [],
            approval: 'none',
          },
        ]
      : [];
  return [
    ...makeRoom,
    {
      call: 'iam:CreatePolicyVersion',
      input: { PolicyArn, PolicyDocument, SetAsDefault: true },
      why:
        lost.length === 0
          ? 'the guardrail does not describe the present perimeter'
          : `the perimeter has become smaller: everybody with the guardrail loses access through ${lost.join(', ')}`,
      precondition: 'the default version differs from the present perimeter',
      // Not taken back for one principal: all that are attached share it.
      inverse: [],
      // One principal's finding must not lock others out: a person looks at what disappears.
      approval: lost.length === 0 ? 'none' : 'required',
    },
  ];
}

function versionNumber(versionId: string): number {
  return Number(versionId.replace(/^v/, ''));
}

function attachToUser(UserName: string, PolicyArn: string): StepOf<Calls> {
  return {
    call: 'iam:AttachUserPolicy',
    input: { UserName, PolicyArn },
    why: 'its Deny closes every way in from outside, whatever else allows it',
    precondition: 'the guardrail is not attached',
    inverse: [
      { call: 'iam:DetachUserPolicy', input: { UserName, PolicyArn }, why: 'it was not attached before' },
    ],
    approval: 'none',
  };
}

function attachToRole(RoleName: string, PolicyArn: string): StepOf<Calls> {
  return {
    call: 'iam:AttachRolePolicy',
    input: { RoleName, PolicyArn },
    why: 'its Deny closes every way in from outside, whatever else allows it',
    precondition: 'the guardrail is not attached',
    inverse: [
      { call: 'iam:DetachRolePolicy', input: { RoleName, PolicyArn }, why: 'it was not attached before' },
    ],
    approval: 'none',
  };
}

/** The same Deny as an inline policy; `undefined` when IAM's quota for inline policies leaves no room. */
export function inlineSteps(
  { principal }: Subject,
  document: object,
  size: number,
  place: Place,
): StepOf<Calls>[] | undefined {
  const { detail, name } = principal;
  const PolicyName = guardrailName(place);
  const inline = 'UserName' in detail ? detail.UserPolicyList : detail.RolePolicyList;
  const existing = inline?.find((policy) => policy.PolicyName === PolicyName);
  if (existing !== undefined && sameDocument(existing.PolicyDocument, document)) return [];
  const others = (inline ?? []).filter((policy) => policy !== existing);
  const used = others.reduce(
    (sum, { PolicyDocument }) => sum + policySize(parsedDocument(PolicyDocument)),
    0,
  );
  if (used + size > quotas[principal.kind]) return undefined;
  const input = { PolicyName, PolicyDocument: JSON.stringify(document) };
  const why = 'the principal has no attachment left, so the guardrail goes in as an inline policy';
  const precondition = `the attachment quota is reached and there is no inline policy ${PolicyName} with this text`;
  const former = existing === undefined ? undefined : JSON.stringify(parsedDocument(existing.PolicyDocument));
  const remove = { PolicyName };
  const restore = 'that was the state before';
  if (principal.kind === 'user')
    return [
      {
        call: 'iam:PutUserPolicy',
        input: { UserName: name, ...input },
        why,
        precondition,
        inverse: [
          former === undefined
            ? { call: 'iam:DeleteUserPolicy', input: { UserName: name, ...remove }, why: restore }
            : {
                call: 'iam:PutUserPolicy',
                input: { UserName: name, ...input, PolicyDocument: former },
                why: restore,
              },
        ],
        approval: 'none',
      },
    ];
  return [
    {
      call: 'iam:PutRolePolicy',
      input: { RoleName: name, ...input },
      why,
      precondition,
      inverse: [
        former === undefined
          ? { call: 'iam:DeleteRolePolicy', input: { RoleName: name, ...remove }, why: restore }
          : {
              call: 'iam:PutRolePolicy',
              input: { RoleName: name, ...input, PolicyDocument: former },
              why: restore,
            },
      ],
      approval: 'none',
    },
  ];
}
