import { type Finding, stepsOf } from '../../core/model/finding';
import { summarize } from '../../core/model/posture';
import type { JudgedBySettings } from '../account/judge';

/** The document `palisade/scan/1` of docs/cli.md. */
export function scanDocument(judged: JudgedBySettings): object {
  return { schema: 'palisade/scan/1', ...document(judged, scanStep) };
}

/** `palisade/plan/1`: the same, with everything that is known about each step. */
export function planDocument(judged: JudgedBySettings): object {
  return { schema: 'palisade/plan/1', ...document(judged, planStep) };
}

type Step = ReturnType<typeof stepsOf>[number];

const scanStep = ({ call, input, why }: Step) => ({ call, input, why });

export const planStep = ({ call, input, why, precondition, approval, inverse }: Step) => ({
  call,
  input,
  why,
  precondition,
  approval,
  inverse: inverse ?? null,
});

function document(judged: JudgedBySettings, step: (step: Step) => object): object {
  const { snapshot, perimeter, settings, inForce, findings, calls, at } = judged;
  const { vpcs, vpcEndpoints, cidrs } =
    perimeter.status === 'known'
      ? perimeter.perimeter
      : { ...settings.perimeter, vpcs: settings.perimeter.vpcs ?? [] };
  return {
    account: snapshot.place.account,
    region: snapshot.place.region,
    generatedAt: at,
    perimeter: { vpcs, vpcEndpoints, cidrs },
    settings: { from: inForce.file?.path ?? 'defaults', ...inForce.given },
    findings: findings.map((finding) => findingDocument(finding, step)),
    summary: summarize(findings),
    calls,
  };
}

export function findingDocument(finding: Finding, step: (step: Step) => object): object {
  const { id, rule, resource, status, severity, message, evidence, missing, decision, plan } = finding;
  return {
    id,
    rule,
    resource: { type: resource.type, id: resource.id, arn: resource.arn, region: resource.region },
    status,
    severity,
    message,
    evidence,
    missing,
    decision: { mode: decision.mode, because: decision.because },
    steps: stepsOf(finding).map(step),
    ...(plan.kind === 'steps' ? {} : { noSteps: plan.because }),
  };
}
