import { LineCounter, parseDocument, isMap } from 'yaml';
import { BadInputError } from '../../core/model/bad-input';
import {
  checkSettings,
  type KnownRules,
  mergeSettings,
  parseSettings,
  type Settings,
} from '../../core/settings';
import { messageOf } from '../errors';
import { nestingOf } from './nesting';
import { positionOf } from './text-position';
import { problemText } from './problem-text';

/** Far more than any settings need, but little enough to parse in one piece. */
export const maxCharacters = 256 * 1024;
const maxNesting = 50;

/**
 * Settings from the text of a YAML (or JSON) file.
 * @param source the name for error messages, usually the path
 * @throws BadInputError that names the line of the bad key or value
 */
export function settingsFromText(text: string, rules: KnownRules, source: string): Settings {
  return read(text, rules, source).settings;
}

/** The text of settings, and its name for error messages. */
export interface SettingsText {
  readonly text: string;
  readonly source: string;
}

/** The settings that result from merging an account's own over central ones. */
interface MergedSettings {
  readonly settings: Settings;
  readonly given: unknown;
}

/**
 * Merges an account's own settings over central ones (see `mergeSettings`); all defaults if there are neither. Each
 * text is checked individually first, so that an error can name its line, and then the merged settings.
 * @throws BadInputError that names the text and the line of the bad key or value
 */
export function settingsFromTexts(
  { central, own }: { readonly central?: SettingsText; readonly own?: SettingsText },
  rules: KnownRules,
): MergedSettings {
  const data = [central, own].map((one) =>
    one === undefined ? undefined : read(one.text, rules, one.source).data,
  );
  const given = mergeSettings(data[0], data[1]);
  const source = [central, own].flatMap((one) => one?.source ?? []).join(' with ');
  return { settings: parseSettings(given, rules, source), given };
}

function read(
  text: string,
  rules: KnownRules,
  source: string,
): { readonly settings: Settings; readonly data: unknown } {
  if (text.length > maxCharacters)
    throw new BadInputError(source, '', `is larger than settings can be (${maxCharacters} characters)`);
  const lines = new LineCounter();
  const document = parsed(text, source, lines);
  const data = plain(document, source);
  const checked = checkSettings(data, rules);
  if ('settings' in checked) return { settings: checked.settings, data };
  const [first, ...more] = checked.problems
    .map((problem) => ({ problem, place: positionOf(document, problem, lines) }))
    .toSorted((a, b) => a.place.line - b.place.line);
  if (first === undefined) throw new BadInputError(source, '', 'not usable');
  throw new BadInputError(
    source,
    `line ${first.place.line}`,
    `${problemText(first.problem, first.place)}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
  );
}

type Parsed = ReturnType<typeof parseDocument>;

function parsed(text: string, source: string, lineCounter: LineCounter): Parsed {
  if (nestingOf(text) > maxNesting) throw new BadInputError(source, '', 'is nested too deeply for settings');
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    throw new BadInputError(source, `line ${line}, column ${col}`, `is not usable YAML: ${explain(problem)}`);
  }
  const { contents } = document;
  if (contents !== null && !isMap(contents) && contents.toJSON() !== null)
    throw new BadInputError(source, 'line 1', 'must be a mapping of settings, such as `limits: {…}`');
  return document;
}

/** The document as plain data. The library refuses aliases that multiply excessively. */
function plain(document: Parsed, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new BadInputError(source, '', `is not usable YAML: ${messageOf(error)}`);
  }
}

/** The library's message, without its advice for programmers. */
function explain({ code, message }: { readonly code: string; readonly message: string }): string {
  return code === 'MULTIPLE_DOCS' ? 'it holds more than one document' : message;
}
