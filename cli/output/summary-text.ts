import type { Finding } from '../../core/model/finding';
import { summarize } from '../../core/model/posture';
import type { JudgedAccount } from '../account/judge';
import { severities } from '../options';
import type { Paint } from './paint';
import { counted } from './words';

/** The last lines: the counts, the account, and what to type next. */
export function summaryText(
  judged: JudgedAccount,
  paint: Paint,
  next: readonly string[],
  all: boolean,
): string {
  const { snapshot, findings, calls } = judged;
  const made = Object.values(calls).reduce((sum, count) => sum + count, 0);
  const where = [
    `Account ${snapshot.place.account}, ${snapshot.place.region}`,
    perimeterText(judged),
    made === 0 ? 'from an export' : counted(made, 'AWS call'),
  ].join(' · ');
  const assuming = findings.filter(({ status, missing }) => status === 'pass' && missing.length > 0);
  const collapsed = !all && findings.some(({ status }) => status === 'pass' || status === 'not-applicable');
  return [
    paint.bold(countsText(findings)) + (collapsed ? paint.dim('  (--all lists them)') : ''),
    where,
    ...(assuming.length === 0
      ? []
      : [
          `${counted(assuming.length, 'verdict')} of the compliant assume what the export does not hold (docs/names.md; --all says what)`,
        ]),
    ...next.map((line) => `${paint.dim('Next:')} ${line}`),
  ].join('\n');
}

/** `2 failing (1 critical, 1 high), 1 not judged, 4 compliant`. */
export function countsText(findings: readonly Finding[]): string {
  const { fail, unknown, exempt, pass, notApplicable } = summarize(findings);
  const failing = findings.filter(({ status }) => status === 'fail');
  const bySeverity = severities.flatMap((severity) => {
    const count = failing.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const parts = [
    fail === 0 ? 'Nothing fails' : `${fail} failing (${bySeverity.join(', ')})`,
    unknown === 0 ? '' : `${unknown} not judged`,
    exempt === 0 ? '' : `${exempt} exempt`,
    pass === 0 ? '' : `${pass} compliant`,
    notApplicable === 0 ? '' : `${notApplicable} not applicable`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function perimeterText({ perimeter }: JudgedAccount): string {
  if (perimeter.status === 'unknown') return 'perimeter not known';
  const { vpcs, vpcEndpoints, cidrs } = perimeter.perimeter;
  if (vpcs.length + vpcEndpoints.length + cidrs.length === 0) return 'perimeter empty';
  const parts = [
    vpcs.length > 3 ? `${vpcs.length} VPCs` : vpcs.join(', '),
    vpcEndpoints.length === 0 ? '' : counted(vpcEndpoints.length, 'endpoint'),
    cidrs.length === 0 ? '' : counted(cidrs.length, 'CIDR range'),
  ];
  return `perimeter ${parts.filter((part) => part !== '').join(', ')}`;
}
