import type { FoundSettings } from '../../adapters/settings';
import { nearest } from '../../adapters/settings/nearest';
import { BadInputError } from '../../core/model/bad-input';
import { inLightOf, judgeScope } from '../../core/engine';
import type { Finding } from '../../core/model/finding';
import { type ResolvedPerimeter, resolvePerimeter } from '../../core/enforcement/perimeter';
import { withOrganization } from '../../core/principals/known-organization';
import type { Settings } from '../../core/settings';
import type { ReadRequest, Snapshot } from '../../core/model/snapshot';
import { ruleIds, rules } from '../../rules/registry';
import type { Io } from '../io';
import type { SourceOptions } from '../options';
import { settingsInForce } from './settings';
import { openSource, type Source } from './source';

/** The findings of one account, and what they were judged from. */
export interface JudgedAccount {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly perimeter: ResolvedPerimeter;
  readonly findings: readonly Finding[];
  readonly calls: Readonly<Record<string, number>>;
  /** ISO 8601. */
  readonly at: string;
}

/** The same, with the settings in force and where they come from. */
export interface JudgedBySettings extends JudgedAccount {
  readonly inForce: FoundSettings;
}

interface JudgeRequest extends SourceOptions {
  readonly rule?: readonly string[];
  readonly format?: string;
}

/** Reads the account or export that the options name, and judges it. @throws BadInputError, FailureError */
export async function judgeAccount(options: JudgeRequest, io: Io): Promise<JudgedBySettings> {
  const chosen = chosenRules(options.rule);
  const inForce = await settingsInForce(options, io);
  const judged = await judgeSource(await openSource(options, io), chosen, inForce.settings, io);
  return { ...judged, inForce };
}

/** Reads and judges a source that is open already. */
export async function judgeSource(
  source: Source,
  chosen: ReturnType<typeof chosenRules>,
  settings: Settings,
  io: Io,
): Promise<JudgedAccount> {
  const gather = async (request: ReadRequest) =>
    withOrganization(await source.gather(request), settings.organizationPolicies);
  const ports = { rules: chosen, gather, settings, now: io.now };
  const { snapshot, judged } = await judgeScope(ports, 'account');
  return {
    snapshot,
    settings,
    perimeter: resolvePerimeter(snapshot, settings),
    findings: judged.map((one) => inLightOf(one, undefined, ports).finding),
    calls: source.calls(),
    at: io.now(),
  };
}

/** The rules with these ids; all rules when no ids are given. @throws BadInputError for an unknown id */
export function chosenRules(ids: readonly string[] | undefined) {
  for (const id of ids ?? [])
    if (!ruleIds.includes(id)) {
      const guess = nearest(id, ruleIds);
      throw new BadInputError(
        '--rule',
        '',
        `there is no rule ${id}${guess === undefined ? ` (there are ${ruleIds.join(', ')})` : `; did you mean ${guess}?`}`,
      );
    }
  return ids === undefined ? rules : rules.filter(({ meta }) => ids.includes(meta.id));
}
