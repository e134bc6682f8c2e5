import type { StepOf } from '../model/plan';
import type { Principal } from '../principals/assemble';
import { partitionOf, type Place } from '../model/resource';
import type { Snapshot } from '../model/snapshot';
import type { ManagedPolicyDetail } from '../slices/principals';
import { guardrailPath, parsedDocument, policySize, quotas, sameDocument } from './policy';

/** The calls that attach a policy to a principal and detach it again, with their inputs. */
export interface AttachCalls {
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

type AttachStep = StepOf<AttachCalls>;

/** A policy that Palisade maintains under its own path, shared by all principals that need it. */
export interface KeptPolicy {
  readonly name: string;
  readonly description: string;
  readonly document: object;
  /** Why it is attached or put inline. */
  readonly why: string;
  /**
   * The reason for changing the text from `current`, with the effect on everybody who has the policy, and the
   * approval that the change needs.
   */
  readonly update: (current: unknown) => Pick<AttachStep, 'why' | 'approval'>;
}

/** IAM's default quota; GetAccountSummary returns the actual one. */
const defaultAttachments = 10;
/** IAM keeps at most five versions of a managed policy. */
const maxVersions = 5;

/** The ARN of a policy under Palisade's path. */
export function keptArn(name: string, place: Place): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:policy${guardrailPath}${name}`;
}

/** The steps after which the policy is attached; `undefined` if no further policy can be attached to the principal. */
export function attachSteps(
  principal: Principal,
  kept: KeptPolicy,
  snapshot: Snapshot,
): AttachStep[] | undefined {
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') return undefined;
  const PolicyArn = keptArn(kept.name, snapshot.place);
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
    PolicyArn,
    kept,
  );
  if (isAttached) return steps;
  return [
    ...steps,
    principal.kind === 'user'
      ? attachToUser(principal.name, PolicyArn, kept)
      : attachToRole(principal.name, PolicyArn, kept),
  ];
}

/** Creates the shared policy, or makes the current document its default version. */
function upToDate(
  policy: ManagedPolicyDetail | undefined,
  PolicyArn: string,
  { name, description, document, update }: KeptPolicy,
): AttachStep[] {
  const PolicyDocument = JSON.stringify(document);
  if (policy === undefined)
    return [
      {
        call: 'iam:CreatePolicy',
        input: {
          PolicyName: name,
          Path: guardrailPath,
          PolicyDocument,
          Description: description,
        },
        why: `the policy ${name} does not exist yet; all principals share it`,
        precondition: 'no policy of this name exists',
        // The policy stays: without attachments it has no effect, and others may attach it.
        inverse: [],
        approval: 'none',
      },
    ];
  const versions = policy.PolicyVersionList ?? [];
  const current = versions.find(({ VersionId }) => VersionId === policy.DefaultVersionId);
  if (sameDocument(current?.Document, document)) return [];
  const oldest = versions
    .filter(({ VersionId }) => VersionId !== policy.DefaultVersionId)
    .sort((a, b) => versionNumber(a.VersionId) - versionNumber(b.VersionId))[0];
  const makeRoom: AttachStep[] =
    versions.length >= maxVersions && oldest !== undefined
      ? [
          {
            call: 'iam:DeletePolicyVersion',
            input: { PolicyArn, VersionId: oldest.VersionId },
            why: `IAM keeps ${maxVersions} versions; the oldest one is deleted to make room`,
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
      precondition: 'the default version differs from this text',
      // Not undone for one principal, because all principals with the policy share it.
      inverse: [],
      ...update(current?.Document),
    },
  ];
}

function versionNumber(versionId: string): number {
  return Number(versionId.replace(/^v/, ''));
}

function attachToUser(UserName: string, PolicyArn: string, { name, why }: KeptPolicy): AttachStep {
  return {
    call: 'iam:AttachUserPolicy',
    input: { UserName, PolicyArn },
    why,
    precondition: `${name} is not attached`,
    inverse: [
      { call: 'iam:DetachUserPolicy', input: { UserName, PolicyArn }, why: 'it was not attached before' },
    ],
    approval: 'none',
  };
}

function attachToRole(RoleName: string, PolicyArn: string, { name, why }: KeptPolicy): AttachStep {
  return {
    call: 'iam:AttachRolePolicy',
    input: { RoleName, PolicyArn },
    why,
    precondition: `${name} is not attached`,
    inverse: [
      { call: 'iam:DetachRolePolicy', input: { RoleName, PolicyArn }, why: 'it was not attached before' },
    ],
    approval: 'none',
  };
}

/** A document to put inline, with the reason for it. */
export interface InlinePolicy {
  readonly name: string;
  readonly document: object;
  readonly why: string;
  readonly precondition: string;
}

/** The steps after which the document is inline; `undefined` if IAM's quota for inline policies leaves no room. */
export function inlineSteps(
  { detail, name, kind }: Principal,
  { name: PolicyName, document, why, precondition }: InlinePolicy,
): AttachStep[] | undefined {
  const inline = 'UserName' in detail ? detail.UserPolicyList : detail.RolePolicyList;
  const existing = inline?.find((policy) => policy.PolicyName === PolicyName);
  if (existing !== undefined && sameDocument(existing.PolicyDocument, document)) return [];
  const others = (inline ?? []).filter((policy) => policy !== existing);
  const used = others.reduce(
    (sum, { PolicyDocument }) => sum + policySize(parsedDocument(PolicyDocument)),
    0,
  );
  if (used + policySize(document) > quotas[kind]) return undefined;
  const input = { PolicyName, PolicyDocument: JSON.stringify(document) };
  const former = existing === undefined ? undefined : JSON.stringify(parsedDocument(existing.PolicyDocument));
  const remove = { PolicyName };
  const restore = 'that was the state before';
  if (kind === 'user')
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

/**
 * The same steps, each performed only after a person approved it.
 * @param caution why, as a sentence without a full stop
 */
export function afterApproval(steps: readonly AttachStep[], caution: string): readonly AttachStep[] {
  const reason = `${caution.charAt(0).toUpperCase()}${caution.slice(1)}, so a person decides`;
  return steps.map((step) => ({ ...step, approval: 'required', why: `${step.why}. ${reason}` }));
}
