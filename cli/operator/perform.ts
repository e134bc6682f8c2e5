import { chunks } from '../../core/lists/chunks';
import { pass } from '../../core/engine';
import type { Finding } from '../../core/model/finding';
import type { FindingRecord } from '../../core/model/ledger';
import { refKey, type Resource, type ResourceRef } from '../../core/model/resource';
import type { Rule } from '../../core/model/rule';
import type { Io } from '../io';
import type { OperatorPorts } from './operator-ports';

/** The state of a finding after `apply`. */
export interface Applied {
  readonly finding: Finding;
  readonly record?: FindingRecord;
  /** Why it was not finished: another worker has it, an error, or the resource is still in transition. */
  readonly unfinished?: string;
}

interface Limits {
  /** How long to wait for resources in transition, in ms. */
  readonly waitMs: number;
  readonly io: Io;
  readonly by: string;
}

/** Between two reads of a resource in transition (ms): a notebook takes minutes, and each read costs a few calls. */
const pollMs = 10_000;
/** Ctrl-C takes effect between two passes. */
const findingsPerPass = 8;

/**
 * Runs the engine over approved findings until each is settled or the time is up. Only what was approved is touched:
 * each pass gets one rule and the chosen resources, in a mode that never acts by itself.
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
    return chunks(members, findingsPerPass);
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
      // A person who says yes at a terminal means now, so maintenance windows do not apply.
      rules: {
        ...settings.rules,
        // The rule's own options stay: they decided what was shown.
        [ruleId]: { ...settings.rules[ruleId], mode: 'approve', windows: [], resources: [], grace: 0 },
      },
    },
  };
}
