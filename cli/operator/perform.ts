import { pass } from '../../core/engine';
import type { Finding } from '../../core/model/finding';
import type { FindingRecord } from '../../core/model/ledger';
import { refKey, type Resource, type ResourceRef } from '../../core/model/resource';
import type { Rule } from '../../core/model/rule';
import type { Io } from '../io';
import type { OperatorPorts } from './operator-ports';

/** How a finding stands after `apply`. */
export interface Applied {
  readonly finding: Finding;
  readonly record?: FindingRecord;
  /** It was not handled to an end: another worker has it, an error, or it is still in transition. */
  readonly unfinished?: string;
}

interface Limits {
  /** How long to wait for resources in transition, in ms. */
  readonly waitMs: number;
  readonly io: Io;
  readonly by: string;
}

/** Between two looks at a resource in transition: a notebook takes minutes, and each look costs a few calls. */
const pollMs = 10_000;
/** So many findings a pass: Ctrl-C takes effect between two passes. */
const chunk = 8;

/**
 * Runs the engine over approved findings until each rests, or the time is up. Nothing but what was approved is
 * touched: each pass sees one rule, only the chosen resources, and no mode that would act by itself.
 */
export async function performApproved(
  findings: readonly Finding[],
  makePorts: (followUp: OperatorPorts['followUp']) => OperatorPorts,
  { waitMs, io, by }: Limits,
): Promise<readonly Applied[]> {
  const applied = new Map<string, Applied>(findings.map((finding) => [finding.id, { finding }]));
  const again = new Map<string, string>();
  const ports = makePorts((ref, _, because) => {
    again.set(refKey(ref), because);
    return Promise.resolve();
  });
  const deadline = Date.parse(io.now()) + waitMs;

  let left = findings;
  while (left.length > 0) {
    again.clear();
    for (const part of byRule(left)) {
      if (io.signal.aborted) {
        for (const { resource } of part) again.set(refKey(resource), 'it was not reached');
        continue;
      }
      const report = await pass(onlyFor(part, ports), { kind: 'operator', description: by }, refsOf(part));
      for (const one of report.handled) {
        const record = one.kind === 'busy' ? undefined : one.record;
        applied.set(one.finding.id, { finding: one.finding, ...(record === undefined ? {} : { record }) });
      }
      for (const { finding, error } of report.errors)
        applied.set(finding.id, { finding, unfinished: ports.classify(finding.rule, error).message });
    }
    left = left.filter(({ resource }) => again.has(refKey(resource)));
    if (left.length === 0 || io.signal.aborted || Date.parse(io.now()) > deadline) break;
    await io.pause(pollMs);
  }
  for (const { id, resource } of left) {
    const because = again.get(refKey(resource)) ?? '';
    const known = applied.get(id);
    if (known !== undefined) applied.set(id, { ...known, unfinished: because });
  }
  return [...applied.values()];
}

/** Groups of a few findings of one rule each. */
function byRule(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  return [...new Set(findings.map(({ rule }) => rule))].flatMap((rule) => {
    const members = findings.filter((finding) => finding.rule === rule);
    return Array.from({ length: Math.ceil(members.length / chunk) }, (_, index) =>
      members.slice(index * chunk, (index + 1) * chunk),
    );
  });
}

function refsOf(findings: readonly Finding[]): readonly ResourceRef[] {
  return findings.map(({ resource: { type, id } }) => ({ type, id }));
}

/** Ports that see one rule and the resources of these findings, in a mode that acts only on approval. */
function onlyFor(findings: readonly Finding[], ports: OperatorPorts): OperatorPorts {
  const [first] = findings;
  const keys = new Set(findings.map(({ resource }) => refKey(resource)));
  const isChosen = (resource: Resource): boolean => keys.has(refKey(resource));
  const { settings } = ports;
  const ruleId = first?.rule ?? '';
  return {
    ...ports,
    rules: ports.rules
      .filter(({ meta }) => meta.id === ruleId)
      .map((rule): Rule => ({
        ...rule,
        judge: (snapshot, given, refs) =>
          rule.judge(snapshot, given, refs).filter(({ resource }) => isChosen(resource)),
      })),
    settings: {
      ...settings,
      // Who says yes at a terminal means now: no maintenance window is waited for.
      rules: {
        ...settings.rules,
        // The rule's own options stay: what was shown was judged by them.
        [ruleId]: { ...settings.rules[ruleId], mode: 'approve', windows: [], resources: [], grace: 0 },
      },
    },
  };
}
