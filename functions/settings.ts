import type { LastSettings, LastSettingsStore } from '../adapters/ledger/last-settings';
import { settingsFromTexts } from '../adapters/settings';
import { readStoredSettings, type StoredAt, type StoredTexts } from '../adapters/settings/stored';
import type { AwsClients } from '../adapters/aws/clients';
import { messageOf } from '../adapters/errors';
import { FailureError, isRetryable } from '../core/model/failure';
import { canonicalJson } from '../core/model/plan';
import type { Settings } from '../core/settings';
import { rules } from '../rules/registry';

/** How long settings are cached, so that a change takes effect without a deployment. */
const maxAgeMs = 60_000;

/** An event about the settings, at most one for each read. */
export type SettingsNews =
  /**
   * They are invalid, or reading them is denied. `lastGood` is when the settings that stay in force were read, if any.
   */
  | { readonly type: 'refused'; readonly because: string; readonly lastGood?: string }
  /** They could not be read this time. */
  | { readonly type: 'unread'; readonly because: string; readonly lastGood?: string }
  /** They are in force, but could not be stored as the last valid ones. */
  | { readonly type: 'not-kept'; readonly because: string };

export interface SettingsParts {
  readonly clients: Pick<AwsClients, 'ssm'>;
  readonly at: StoredAt;
  readonly last: LastSettingsStore;
  readonly tell: (news: SettingsNews) => void;
}

/** The settings in force, with the texts that they come from. */
interface Known extends LastSettings {
  readonly settings: Settings;
  /** When to read them again (ms). */
  readonly until: number;
  /** Whether they are stored in the ledger. */
  readonly isKept: boolean;
}

/**
 * Reads the settings of this deployment and caches them for a minute: the account's own merged over the central ones,
 * or all defaults if there are neither. If a version is invalid or cannot be read, this is reported and the last valid
 * one stays in force, even in a function that has just started.
 * @returns a reader, to be called with the time (ms). It throws BadInputError or FailureError if there has never been a
 * valid version, because no finding may be decided by settings that nobody wrote
 */
export function settingsReader(parts: SettingsParts): (nowMs: number) => Promise<Settings> {
  let known: Known | undefined;
  return async (nowMs) => {
    if (known === undefined || nowMs >= known.until) known = await next(parts, known, nowMs);
    return known.settings;
  };
}

async function next(parts: SettingsParts, known: Known | undefined, nowMs: number): Promise<Known> {
  const readAt = new Date(nowMs).toISOString();
  const until = nowMs + maxAgeMs;
  try {
    const texts = await readStoredSettings(parts.clients, parts.at);
    if (known?.isKept === true && isSame(known.texts, texts)) return { ...known, readAt, until };
    const { settings } = settingsFromTexts(texts, rules);
    return { settings, texts, readAt, until, isKept: await keep(parts, { texts, readAt }) };
  } catch (error) {
    const isTransient = error instanceof FailureError && isRetryable(error.failure);
    const last = await lastGood(parts, known);
    parts.tell({
      type: isTransient ? 'unread' : 'refused',
      because: messageOf(error),
      ...(last === undefined ? {} : { lastGood: last.readAt }),
    });
    if (last === undefined) throw error;
    // A transient failure is retried immediately.
    return { ...last, until: isTransient ? nowMs : until };
  }
}

/** Stores these as the last valid settings. It reads first, which costs less than writing them at every start. */
async function keep({ last, tell }: SettingsParts, good: LastSettings): Promise<boolean> {
  try {
    const present = await last.load();
    if (present === undefined || !isSame(present.texts, good.texts)) await last.save(good);
    return true;
  } catch (error) {
    tell({ type: 'not-kept', because: messageOf(error) });
    return false;
  }
}

/** The newer of the settings in memory and those in the ledger, if this version of Palisade accepts the latter. */
async function lastGood({ last }: SettingsParts, known: Known | undefined): Promise<Known | undefined> {
  try {
    const stored = await last.load();
    if (stored === undefined || (known !== undefined && known.readAt >= stored.readAt)) return known;
    const { settings } = settingsFromTexts(stored.texts, rules);
    return { ...stored, settings, until: 0, isKept: true };
  } catch {
    return known;
  }
}

function isSame(a: StoredTexts, b: StoredTexts): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
