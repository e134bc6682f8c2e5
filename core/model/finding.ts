import { canonicalJson, stepFingerprint, type AnyStep, type PastStep, type Plan } from './plan';
import { findingId, type Place, type Resource } from './resource';
import type { Judgement, RuleMeta, Severity } from './rule';
import type { Exemption, Mode } from '../settings';

export type FindingStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable' | 'exempt';

/** A verdict about a resource, as every output shows it. */
export interface Finding {
  /** Stable across runs and settings edits; see `findingId`. */
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly resource: Resource;
  readonly status: FindingStatus;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: object;
  /** What could not be read or decided; for a pass, what an export does not hold and the verdict assumes. */
  readonly missing: readonly string[];
  /** Why the danger is contained although the rule still fails. */
  readonly contained?: string;
  readonly decision: { readonly mode: Mode; readonly because: string };
  readonly plan: Plan<AnyStep>;
  readonly exemption?: Exemption;
}

/** How a failing verdict is shown and acted on: everything but the verdict itself. */
export interface Treatment {
  readonly mode: Mode;
  readonly because: string;
  readonly exemption?: Exemption;
}

/** The finding for a judgement: the verdict, with how it is treated and the plan if it fails. */
export function toFinding(
  meta: RuleMeta,
  judgement: Judgement,
  place: Place,
  treatment: Treatment,
  history: readonly PastStep[] = [],
): Finding {
  const { resource, verdict } = judgement;
  const exempt = verdict.status === 'fail' && treatment.exemption !== undefined;
  return {
    id: findingId(meta.id, resource, place),
    rule: meta.id,
    title: meta.title,
    resource,
    status: exempt ? 'exempt' : verdict.status,
    severity: (verdict.status === 'fail' ? verdict.severity : undefined) ?? meta.severity,
    message: messageOf(judgement, meta),
    evidence: verdict.status === 'fail' ? verdict.evidence : {},
    missing: verdict.status === 'unknown' || verdict.status === 'pass' ? (verdict.missing ?? []) : [],
    ...(verdict.status === 'fail' && verdict.contained !== undefined ? { contained: verdict.contained } : {}),
    decision: { mode: treatment.mode, because: treatment.because },
    plan: verdict.status === 'fail' ? judgement.plan(history) : { kind: 'steps', steps: [] },
    ...(exempt ? { exemption: treatment.exemption } : {}),
  };
}

function messageOf({ verdict }: Judgement, meta: RuleMeta): string {
  switch (verdict.status) {
    case 'fail':
      return verdict.message;
    case 'unknown':
      return `Cannot be judged: ${verdict.missing.join('; ')}`;
    case 'not-applicable':
      return verdict.because;
    case 'pass':
      return verdict.because ?? `${meta.title}: no drift`;
  }
}

/** The steps of a finding's plan; empty if the plan has none. */
export function stepsOf(finding: Finding): readonly AnyStep[] {
  return finding.plan.kind === 'steps' ? finding.plan.steps : [];
}

/** A digest that changes exactly when what people are shown about the finding changes. */
export function findingDigest(finding: Finding): string {
  return canonicalJson({
    status: finding.status,
    severity: finding.severity,
    message: finding.message,
    mode: finding.decision.mode,
    contained: finding.contained,
    // The plan of an exempt finding is not offered to anybody.
    plan: finding.status === 'exempt' ? undefined : planDigest(finding.plan),
    exemption: finding.exemption,
  });
}

function planDigest(plan: Plan<AnyStep>): unknown {
  if (plan.kind !== 'steps') return plan;
  // Whether a step may be performed without a question can change while the step stays: once everybody is seen.
  const asked = plan.steps.flatMap(({ approval }, index) => (approval === 'none' ? [] : [index]));
  const steps = plan.steps.map(stepFingerprint);
  return asked.length === 0 ? steps : { steps, asked };
}
