import { reference } from './reference';

/** How the values of a condition key look; plain text is not listed. */
export type KeyKind = 'arn' | 'bool' | 'date' | 'list' | 'number';

export interface ActionTypes {
  /** Names of resource types; null when they are not known. */
  readonly types: readonly string[] | null;
  /** Whether a request must name a resource of one of them. */
  readonly required: boolean;
}

export interface ServiceReference {
  /** False when only some of the service's actions are listed. */
  readonly whole: boolean;
  /** By lower-case name. */
  readonly actions: ReadonlyMap<string, ActionTypes>;
  /** ARN templates by resource type. */
  readonly arns: ReadonlyMap<string, string>;
  /** By lower-case name. */
  readonly keys: ReadonlyMap<string, KeyKind>;
}

const kinds: ReadonlySet<string> = new Set<KeyKind>(['arn', 'bool', 'date', 'list', 'number']);

function isKind(text: string): text is KeyKind {
  return kinds.has(text);
}

function readTypes(text: string): ActionTypes {
  if (text === '?') return { types: null, required: false };
  if (text === '-') return { types: [], required: false };
  const names = text.split(',');
  return { types: names.map((name) => name.replace('!', '')), required: text.includes('!') };
}

function read(section: string): ServiceReference {
  const actions = new Map<string, ActionTypes>();
  const arns = new Map<string, string>();
  const keys = new Map<string, KeyKind>();
  const [head = '', ...lines] = section.replace(/\n /g, ' ').split('\n');
  for (const line of lines) {
    const [mark, first = '', ...rest] = line.split(/ +/);
    if (mark === '@') arns.set(first, rest.join(' '));
    else if (mark === '=') for (const name of rest) actions.set(name.toLowerCase(), readTypes(first));
    else if (mark === '%' && isKind(first)) for (const name of rest) keys.set(name.toLowerCase(), first);
  }
  return { whole: !head.endsWith(' part'), actions, arns, keys };
}

const sections = new Map(
  reference
    .trim()
    .split(/^# /m)
    .map((section) => [section.split(/[ \n]/, 1)[0] ?? '', section.trim()]),
);
const known = new Map<string, ServiceReference>();

/** The service authorization reference of a service; undefined when it is not among those kept. */
export function serviceReference(prefix: string): ServiceReference | undefined {
  const service = prefix.toLowerCase();
  const section = sections.get(service);
  if (section === undefined || service === '') return undefined;
  const made = known.get(service) ?? read(section);
  known.set(service, made);
  return made;
}
