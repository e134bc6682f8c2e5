import { notWaysIn } from '../../core/model/not-ways-in';
import { waysIn } from '../../core/model/ways-in';

/** An action of an SDK's operation, with the members of its answer: `AuthorizedUrl`, `Domains.Url`. */
export interface ModelledAction {
  readonly action: string;
  readonly returns: readonly string[];
}

/** An action that looks like a way in, and why. */
export interface Candidate {
  readonly action: string;
  readonly because: string;
}

/** Members with an address that signs in, or with what a client signs in with. */
const telling = /(?:Url|URL|Urls|Token|TokenValue|SessionId|Credentials|AccessKeyId)$/;

/** Tokens of paging and of idempotence, and the addresses of files, images and repositories that somebody gave. */
const harmless =
  /^(?:Next|Client|ClientRequest|Continuation|Callback)Token$|^(?:ModelData|SamplePayload|Artifact|Repository|DescriptionPage|SqsQueue|StandardOutput|StandardError|Output)Url$|^TemplateURL$/;

/** The names of actions that get somebody in; the reference also lists actions without an operation. */
const named =
  /^(?:Create|Start|Get|Resume|Refresh).*(?:Presigned|Session|Login|Credentials|Token|PortalUrl)|Login|AccessUI|RenderUi|^(?:Call|Invoke|Execute|Sample|Authorize)(?:[A-Z]|$)/;

/** Every action that looks like a way in, by its answer or by its name, in the order of their names. */
export function candidatesAmong(
  modelled: readonly ModelledAction[],
  actions: readonly string[],
): readonly Candidate[] {
  const found = new Map<string, string>();
  for (const action of [...actions, ...modelled.map((one) => one.action)])
    if (named.test(action.slice(action.indexOf(':') + 1))) found.set(action, 'its name');
  for (const { action, returns } of modelled) {
    const members = returns.filter((member) => isTelling(member.slice(member.lastIndexOf('.') + 1)));
    if (members.length > 0) found.set(action, `its answer has ${members.join(', ')}`);
  }
  return [...found].map(([action, because]) => ({ action, because })).sort(byAction);
}

function isTelling(member: string): boolean {
  return telling.test(member) && !harmless.test(member);
}

function byAction(a: Candidate, b: Candidate): number {
  return a.action < b.action ? -1 : 1;
}

const listed: ReadonlySet<string> = new Set([
  ...waysIn.map(({ action }) => action),
  ...notWaysIn.flatMap(({ actions }) => actions),
]);

/** The candidates that stand in neither table yet. */
export function unlisted(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ action }) => !listed.has(action));
}

/** The listed actions that exist neither in a model nor in the list of actions: misspelt, or gone. */
export function listedInVain(
  modelled: readonly ModelledAction[],
  actions: readonly string[],
): readonly string[] {
  const known = new Set([...actions, ...modelled.map(({ action }) => action)]);
  return [...listed].filter((action) => !known.has(action));
}
