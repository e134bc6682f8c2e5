import type { Finding } from '../finding';
import type { Ports } from '../ports';
import type { ResourceRef } from '../resource';
import { goneFindings } from './gone';
import { countPopulations, judgeScope, knownRecords, type Scope, widened } from './judge';
import { inLightOf, isQuiet } from './quiet';

/** What a look without acting found: every finding, and the resources that the loop should handle. */
export interface Review {
  readonly findings: readonly Finding[];
  readonly toHandle: readonly ResourceRef[];
  /** Findings that the ledger holds about resources that are not there any more. */
  readonly gone: readonly Finding[];
}

/**
 * Judges a scope and says what is new about it, without acting: for triggers that only watch (AWS Config, the sweep)
 * and hand failures to the loop.
 */
export async function review<Clients>(
  ports: Pick<Ports<Clients>, 'rules' | 'gather' | 'settings' | 'now' | 'ledger'>,
  over: Scope,
): Promise<Review> {
  const scope = widened(over);
  const { snapshot, judged } = await judgeScope(ports, scope);
  const known = await knownRecords(ports, judged, scope);
  if (scope === 'account') await countPopulations(ports, snapshot, judged);
  const findings: Finding[] = [];
  const toHandle: ResourceRef[] = [];
  for (const entry of judged) {
    const record = await known(entry.finding.id);
    const finding = inLightOf(entry, record, ports);
    findings.push(finding);
    if (!isQuiet(finding, record, ports.now())) toHandle.push(finding.resource);
  }
  const gone = (await goneFindings(ports, snapshot, judged, scope)).map(({ finding }) => finding);
  toHandle.push(...gone.map(({ resource }) => resource));
  return { findings, gone, toHandle: toHandle.map(({ type, id }) => ({ type, id })) };
}
