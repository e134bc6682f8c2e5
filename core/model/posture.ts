import type { Finding, FindingStatus } from './finding';

/** The compliance of an account: counts of findings, overall and per rule. */
export interface Posture {
  readonly summary: Summary;
  readonly rules: Readonly<Record<string, Summary>>;
}

/** Counts of findings by status, named as in the JSON of a scan. */
export interface Summary {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly exempt: number;
}

/** Counts findings overall and per rule. */
export function posture(findings: readonly Finding[]): Posture {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  return {
    summary: summarize(findings),
    rules: Object.fromEntries(rules.map((id) => [id, summarize(findings.filter(({ rule }) => rule === id))])),
  };
}

/** Counts findings by status. */
export function summarize(findings: readonly Finding[]): Summary {
  const count = (status: FindingStatus): number =>
    findings.filter((finding) => finding.status === status).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    unknown: count('unknown'),
    notApplicable: count('not-applicable'),
    exempt: count('exempt'),
  };
}
