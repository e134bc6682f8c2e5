import { afterApproval, type AttachCalls, attachSteps, inlineSteps } from '../../core/guardrail/attach';
import {
  guardrailArn,
  guardrailDocument,
  guardrailName,
  newlyDenied,
  noLongerAdmitted,
  policySize,
  quotas,
} from '../../core/guardrail/policy';
import type { Perimeter, PolicySet } from '@palisade/iam';
import { resolvePerimeter } from '../../core/enforcement/perimeter';
import type { Plan, StepOf } from '../../core/model/plan';
import { cautionAbout } from '../../core/principals/behind';
import { protectionOf } from '../../core/principals/protection';
import type { Subject } from '../../core/principals/subjects';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { protectedActions } from '../../core/enforcement/protected-actions';
import { askEngine, problems } from './ask';
import { type Evidence, guardedZones } from './evaluate';

/**
 * Closes the outside zone with one Deny: the shared guardrail policy, created or updated, then attached; or an inline
 * policy if the principal has no attachment left. Proposed only after the IAM engine has proved that it closes the
 * outside zone completely and locks out no request from inside.
 */
export function plan(
  subject: Subject,
  { behind }: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): Plan<StepOf<AttachCalls>> {
  const resolved = resolvePerimeter(snapshot, settings);
  if (resolved.status === 'unknown')
    return {
      kind: 'person',
      because: `the perimeter is not known, so no guardrail can be written: ${resolved.because}`,
    };
  const { perimeter } = resolved;
  const gap = gapIn(perimeter);
  if (gap !== undefined) return { kind: 'person', because: gap };

  const document = guardrailDocument(
    written(perimeter, settings),
    protectedActions(settings),
    snapshot.place,
  );
  const text = `Policy to apply:\n${JSON.stringify(document, null, 2)}`;
  const protection = protectionOf(subject.principal, settings);
  if (protection !== undefined) return { kind: 'person', because: protection.because, text };
  const size = policySize(document);
  if (size > quotas.managed)
    return {
      kind: 'person',
      because: `the guardrail has ${size} characters, IAM allows ${quotas.managed}`,
      text,
    };
  const objection = objectionTo(document, subject, perimeter, snapshot, settings);
  if (objection !== undefined) return { kind: 'person', because: objection, text };

  const { principal } = subject;
  const name = guardrailName(snapshot.place);
  const steps =
    attachSteps(principal, { ...guardrail(name), document, update: updating(document) }, snapshot) ??
    inlineSteps(principal, { ...inlineGuardrail(name), document });
  if (steps === undefined)
    return {
      kind: 'person',
      because:
        'the principal has no attachment left, and its inline policies leave no room for the guardrail',
      text,
    };
  if (steps.length === 0)
    return { kind: 'person', because: 'the guardrail is in place, and yet the outside is not closed', text };
  const caution = cautionAbout(behind);
  return { kind: 'steps', steps: caution === undefined ? steps : afterApproval(steps, caution) };
}

function guardrail(name: string) {
  return {
    name,
    description: 'Denies ways into SageMaker from outside the approved network. Kept by Palisade.',
    why: 'its Deny closes all access from outside, whatever else allows it',
  };
}

/**
 * An update that takes access away from others needs approval: a finding about one principal must not lock others
 * out.
 */
function updating(document: object) {
  return (current: unknown) => {
    const lost = noLongerAdmitted(current, document);
    const denied = newlyDenied(current, document);
    if (lost.length + denied.length === 0)
      return { why: 'the guardrail does not describe the present perimeter', approval: 'none' } as const;
    const reasons = [
      ...(lost.length === 0
        ? []
        : [
            `the perimeter has become smaller: everybody with the guardrail loses access through ${lost.join(', ')}`,
          ]),
      ...(denied.length === 0
        ? []
        : [
            `the guardrail refuses more: everybody with it loses, from outside the perimeter, ${denied.join(', ')}`,
          ]),
    ];
    return { why: reasons.join('; '), approval: 'required' } as const;
  };
}

function inlineGuardrail(name: string) {
  return {
    name,
    why: 'the principal has no attachment left, so the guardrail goes in as an inline policy',
    precondition: `the attachment quota is reached and there is no inline policy ${name} with this text`,
  };
}

/**
 * The perimeter as it is written into the guardrail. Endpoints that were only discovered are in approved VPCs, so
 * `aws:SourceVpc` admits them already; without their ids the guardrail stays the same when one is recreated.
 */
function written({ vpcs, cidrs }: Perimeter, { perimeter }: Settings) {
  return { vpcs, vpcEndpoints: perimeter.vpcEndpoints, cidrs };
}

/** Why this perimeter must not be enforced: it is empty, so nobody could get in. */
function gapIn({ vpcs, vpcEndpoints, cidrs }: Perimeter): string | undefined {
  if (vpcs.length > 0 || vpcEndpoints.length > 0 || cidrs.length > 0) return undefined;
  return 'the perimeter is empty: no VPC holds an available sagemaker.api endpoint and none is approved in settings, so a guardrail would lock everybody out';
}

/** Why the guardrail must not be attached: it would not close the outside zone, or it would lock somebody out. */
function objectionTo(
  document: unknown,
  subject: Subject,
  perimeter: Perimeter,
  { place }: Snapshot,
  settings: Settings,
): string | undefined {
  const before = subject.applied.policies;
  const label = `managed policy ${guardrailArn(place)}`;
  const after: PolicySet = {
    ...before,
    identity: [...before.identity.filter((source) => source.label !== label), { label, document }],
  };
  const asked = problems(subject, after, perimeter, settings, place);
  for (const answer of askEngine(subject, asked)) {
    const open = guardedZones(answer).find(({ status }) => status !== 'unreachable');
    if (open !== undefined) return `the guardrail would not close ${answer.action}: ${open.because}`;
  }
  for (const problem of asked) {
    const lockout = subject.engine.lockout(problem, before);
    if (lockout.status !== 'none') return `the guardrail could lock people out: ${lockout.because}`;
  }
  return undefined;
}
