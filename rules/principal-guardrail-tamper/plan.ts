import {
  afterApproval,
  type AttachCalls,
  attachSteps,
  inlineSteps,
  keptArn,
} from '../../core/guardrail/attach';
import { policySize, quotas } from '../../core/guardrail/policy';
import type { PolicySet } from '@palisade/iam';
import { resolvePerimeter, withoutVpcs } from '../../core/enforcement/perimeter';
import type { Plan, StepOf } from '../../core/model/plan';
import { askedAs } from '../../core/principals/assemble';
import { protectionOf } from '../../core/principals/protection';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { questions } from '../../core/enforcement/protected-actions';
import type { Evidence } from './evaluate';
import { findAttacks } from './search';
import { guardDocument, type GuardDocument, inlineDocument, ownDenials, sharedDenials } from './deny-policy';
import { tamperGuardName } from './account-context';
import type { TamperSubject } from './subjects';

const caution =
  'whoever deploys or operates Palisade with this principal could no longer do that: list such principals in protectedPrincipals, or exempt them, first';

/** The policies that together close every attack path. */
interface Guards {
  readonly shared?: GuardDocument;
  readonly inline?: GuardDocument;
}

/**
 * Closes the attack paths with a Deny of exactly these calls on exactly these resources: a policy that all principals
 * share, and an inline one for what only this principal needs (its boundary, its groups). Proposed only after the IAM
 * engine has proved that no attack path is left and that no request to SageMaker from inside is lost; performed only
 * after approval.
 */
export function plan(
  subject: TamperSubject,
  evidence: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): Plan<StepOf<AttachCalls>> {
  const { principal, account } = subject;
  const shared = sharedDenials(account);
  const own = ownDenials(evidence.bindings, principal, account);
  const apart: Guards = {
    shared: guardDocument(shared),
    ...(own.length > 0 ? { inline: inlineDocument(own, principal) } : {}),
  };
  const together: Guards = { inline: inlineDocument([...shared, ...own], principal) };
  const text = textOf(apart);
  const person = (because: string): Plan<never> => ({ kind: 'person', because, text });

  const protection = protectionOf(principal, settings);
  if (protection !== undefined) return person(protection.because);
  const size = policySize(apart.shared);
  if (size > quotas.managed) return person(`the guard has ${size} characters, IAM allows ${quotas.managed}`);
  const attaching = stepsFor(apart, subject, snapshot);
  const steps = attaching ?? stepsFor(together, subject, snapshot);
  if (steps === undefined)
    return person('the principal has no attachment left, or its inline policies leave no room for the guard');
  const guards = attaching === undefined ? together : apart;
  const objection = objectionTo(guards, subject, evidence, snapshot, settings);
  if (objection !== undefined) return person(objection);
  if (steps.length === 0) return person('the guard is in place, and yet it can tamper');
  return { kind: 'steps', steps: afterApproval(steps, caution) };
}

function stepsFor(
  { shared, inline }: Guards,
  { principal, account }: TamperSubject,
  snapshot: Snapshot,
): readonly StepOf<AttachCalls>[] | undefined {
  const name = tamperGuardName(account.place);
  const attach =
    shared === undefined
      ? []
      : attachSteps(
          principal,
          {
            name,
            description: 'Denies changes of the SageMaker guardrail and of Palisade. Kept by Palisade.',
            document: shared,
            why: 'its Deny closes the attack paths that were found, whatever else allows them',
            update: () => ({
              why: 'the guard does not name all that there is to protect now',
              approval: 'none',
            }),
          },
          snapshot,
        );
  const put =
    inline === undefined
      ? []
      : inlineSteps(principal, {
          name,
          document: inline,
          why:
            shared === undefined
              ? 'the principal has no attachment left, so the guard goes in as an inline policy'
              : 'its boundary or groups are its own, so their guard is an inline policy',
          precondition: `there is no inline policy ${name} with this text`,
        });
  return attach === undefined || put === undefined ? undefined : [...attach, ...put];
}

function textOf({ shared, inline }: Guards): string {
  const show = (title: string, document: GuardDocument | undefined): readonly string[] =>
    document === undefined ? [] : [`${title}:\n${JSON.stringify(document, null, 2)}`];
  return [
    ...show('Policy to apply', shared),
    ...show('Policy to apply in addition, for this principal alone', inline),
  ].join('\n');
}

/** Why the guards must not be attached: they would leave an attack path open, or take away a request from inside. */
function objectionTo(
  guards: Guards,
  subject: TamperSubject,
  { bindings }: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): string | undefined {
  const before = subject.applied.policies;
  const after = withGuards(before, guards, subject);
  const { found, undecided } = findAttacks(subject, after, bindings, snapshot);
  const [left] = found;
  if (left !== undefined)
    return `the guard would not close ${left.action}, which ${left.allowedBy.join(' and ')} allows`;
  if (undecided.length > 0) return `it is not certain that the guard would close ${undecided.join('; ')}`;
  const resolved = resolvePerimeter(snapshot, settings);
  const perimeter = resolved.status === 'known' ? resolved.perimeter : withoutVpcs(resolved);
  for (const { actions, resource, context } of questions(settings, snapshot.place)) {
    const lockout = subject.engine.lockout(
      {
        ...askedAs(subject),
        policies: after,
        actions,
        resources: [resource],
        perimeter,
        context,
      },
      before,
    );
    if (lockout.status !== 'none') return `the guard could lock people out: ${lockout.because}`;
  }
  return undefined;
}

/** The principal's policies with the guards, which replace their former versions. */
function withGuards(before: PolicySet, { shared, inline }: Guards, { account }: TamperSubject): PolicySet {
  const name = tamperGuardName(account.place);
  const added = [
    ...(shared === undefined
      ? []
      : [{ label: `managed policy ${keptArn(name, account.place)}`, document: shared }]),
    ...(inline === undefined ? [] : [{ label: `inline policy ${name}`, document: inline }]),
  ];
  const labels = added.map(({ label }) => label);
  return {
    ...before,
    identity: [...before.identity.filter(({ label }) => !labels.includes(label)), ...added],
  };
}
