import { type Form, templateForm } from './forms';
import { sagemakerTypes } from './sagemaker-types';

/** The last part of the ARNs that an action acts on, as templates; empty: it acts on no resource. */
export type Targets = readonly string[];

function read(): ReadonlyMap<string, Targets> {
  const templates = new Map<string, string>();
  const targets = new Map<string, Targets>();
  for (const line of sagemakerTypes.replaceAll('\n  ', ' ').split('\n')) {
    const [mark, ...words] = line.split(/:? /);
    if (mark === '@') templates.set(words[0] ?? '', words[1] ?? '');
    if (mark !== '=') continue;
    const kinds = words.filter((word) => templates.has(word));
    const own = kinds.map((kind) => templates.get(kind) ?? '');
    for (const name of words.slice(kinds.length)) targets.set(`sagemaker:${name.toLowerCase()}`, own);
  }
  return targets;
}

const all = read();

/** What the action (lower case) acts on; null where it is not known. */
export function targetsOf(action: string): Targets | null {
  return all.get(action) ?? null;
}

const forms = new Map<string, Form>();

/** What these look like. */
export function formOfTargets(targets: Targets): Form {
  const name = targets.join(' ');
  const known = forms.get(name) ?? targets.flatMap(templateForm);
  forms.set(name, known);
  return known;
}

const examples: Readonly<Record<string, string>> = {
  domain: 'd-xxxxxxxxxxxx',
  app: 'app-0123456789AB',
};

/** A readable name of the kind. */
export function exampleOf(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => examples[name] ?? 'x');
}
