import type { LastSettings, LastSettingsStore } from '../adapters/ledger/last-settings';
import { settingsFromTexts } from '../adapters/settings';
import { readStoredSettings, type StoredAt, type StoredTexts } from '../adapters/settings/stored';
import type { AwsClients } from '../adapters/aws/clients';
import { messageOf } from '../adapters/errors';
import { FailureError, isRetryable } from '../core/model/failure';
import { canonicalJson } from '../core/model/plan';
import type { Settings } from '../core/settings';
import { rules } from '../rules/registry';

/** Settings are read anew after this long, so that a change takes effect without a deployment. */
const maxAgeMs = 60_000;

/** What is told of the settings, once each time that they are read. */
export type SettingsNews =
  /** They cannot be used, or may not be read. `lastGood` is when those were read that stay in force, if there are any. */
  | { readonly type: 'refused'; readonly because: string; readonly lastGood?: string }
  /** They could not be read this time. */
  | { readonly type: 'unread'; readonly because: string; readonly lastGood?: string }
  /** They are in force, but could not be kept as the last good ones. */
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
  /** When to look again (ms). */
  readonly until: number;
  /** Whether the ledger has them. */
  readonly isKept: boolean;
}

/**
 * The settings of this deployment, kept for a minute: the central ones, where there are any, with the account's own
 * over them; all defaults where there are neither. A version that cannot be used or read is told, and the last good one
 * stays in force, also in a function that has only just started.
 * @returns a reader, to be called with the time (ms); it throws BadInputError or FailureError where no good version was
 * ever seen: nothing is judged by settings that nobody wrote
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
    // What passes by itself is tried again at once.
    return { ...last, until: isTransient ? nowMs : until };
  }
}

/** Makes these the last good ones. Reading first costs less than writing them at every start. */
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

/** The newer of what this function remembers and what the ledger holds, as far as this version of Palisade can use it. */
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
