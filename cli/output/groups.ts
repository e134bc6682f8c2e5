import type { Finding } from '../../core/model/finding';
import type { Severity } from '../../core/model/rule';
import { rules } from '../../rules/registry';
import { severities } from '../options';

/** The findings of one rule that have the same severity. */
export interface Group {
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Most severe first, then by rule in the registry's order, then by resource. */
export function grouped(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.rule}`;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [finding]);
    else members.push(finding);
  }
  const order = rules.map(({ meta }) => meta.id);
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      const { severity, rule, title } = first;
      return [{ severity, rule, title, findings: members.toSorted(byResource) }];
    })
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        order.indexOf(a.rule) - order.indexOf(b.rule),
    );
}

function byResource(a: Finding, b: Finding): number {
  return a.resource.id < b.resource.id ? -1 : a.resource.id > b.resource.id ? 1 : 0;
}
