import { accepts, globPattern } from './glob';

/** The service prefix of `service:Action`, in lower case; null when the text is not the name of one action. */
function serviceOf(action: string): string | null {
  return /^([a-z0-9-]+):[a-z0-9]+$/.exec(action)?.[1] ?? null;
}

/** An action's name as asked, in lower case, and its service. */
export interface ActionName {
  readonly shown: string;
  readonly key: string;
  readonly service: string;
}

/** Reads an action's name; null for a pattern, or for a text that is not an action. */
export function readAction(shown: string): ActionName | null {
  const key = shown.toLowerCase();
  const service = serviceOf(key);
  return service === null ? null : { shown, key, service };
}

/** Whether the text has the form of an Action element: `*` or `service:name`, both with wildcards. */
export function isActionPattern(text: string): boolean {
  return text === '*' || /^[^:\s]+:[^:\s]+$/.test(text);
}

/** White space, and the control and format characters that are as invisible. */
const blank = /[\s\p{Cc}\p{Cf}]/u;
const blanks = /[\s\p{Cc}\p{Cf}]+/gu;

/**
 * Whether the text has white space anywhere. What IAM makes of it in an action is not documented: it refuses it before
 * the colon and stores it after the colon (docs/engine.md), so it may count as a character, which no action has, or not
 * at all.
 */
export function hasBlank(text: string): boolean {
  return blank.test(text);
}

export function withoutBlanks(text: string): string {
  return text.replace(blanks, '');
}

const STAR = 42;
const QUESTION = 63;
const COLON = 58;
const SPACE = 32;
const DELETE = 127;

/**
 * Whether the pattern could match some action of the service (lower case), if white space in it did not count. A cheap
 * first check: most statements of an account concern other services. True for a malformed pattern without a colon, so
 * that the caller reports it.
 */
export function concerns(pattern: string, service: string): boolean {
  for (let index = 0; index < pattern.length; index += 1) {
    const code = pattern.charCodeAt(index);
    if (code === STAR || code === QUESTION) return true;
    if (code === COLON) return index === service.length;
    const folded = code >= 65 && code <= 90 ? code + 32 : code;
    if (folded !== service.charCodeAt(index)) {
      const mayBeBlank = code <= SPACE || code >= DELETE;
      if (mayBeBlank && hasBlank(pattern)) return concerns(withoutBlanks(pattern), service);
      return pattern.indexOf(':', index) < 0;
    }
  }
  return true;
}

/** Whether an Action pattern matches an action's lower-case name. */
export function matchesAction(pattern: string, action: string): boolean {
  const lower = pattern.toLowerCase();
  const wild = lower.search(/[*?]/);
  if (wild < 0) return lower === action;
  if (lower.charAt(wild) === '*' && wild === lower.length - 1) return action.startsWith(lower.slice(0, wild));
  return accepts(globPattern(lower), action);
}
