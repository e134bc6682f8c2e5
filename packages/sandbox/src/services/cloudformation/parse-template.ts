import { type CollectionTag, parseDocument, type ScalarTag } from 'yaml';
import { references } from '../../cloudformation/intrinsics';
import { dependencies } from '../../cloudformation/order';
import { readTemplate, type Template, TemplateError } from '../../cloudformation/template';
import { isPlainObject } from '../../protocol/shape';
import { invalid } from './find-stack';

/**
 * The functions that have a short form in YAML (`!Sub`). `!Ref` and `!Condition` are separate, because they have no
 * `Fn::`.
 */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

const named = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...FUNCTIONS.map((name) => [`!${name}`, `Fn::${name}`] as const),
] as const;

const tags = named.flatMap(([tag, name]): readonly (ScalarTag | CollectionTag)[] => [
  {
    tag,
    resolve: (text) => ({ [name]: tag === '!GetAtt' ? dotted(text) : text }),
  },
  { tag, collection: 'seq', resolve: (items) => ({ [name]: items.toJSON() as unknown }) },
  { tag, collection: 'map', resolve: (items) => ({ [name]: items.toJSON() as unknown }) },
]);

function dotted(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

/**
 * Parses and reads a template in JSON or YAML.
 * @throws AwsError ValidationError for anything that CloudFormation would not accept
 */
export function parseTemplate(body: string): Template {
  const value = parseText(body);
  if (!isPlainObject(value)) throw invalid('Template format error: unsupported structure.');
  if (!isPlainObject(value['Resources']) || Object.keys(value['Resources']).length === 0)
    throw invalid('Template format error: At least one Resources member must be defined.');
  try {
    const template = readTemplate(value);
    checkReferences(template);
    return template;
  } catch (error) {
    if (error instanceof TemplateError) throw invalid(`Template format error: ${error.message}`);
    throw error;
  }
}

/** @throws AwsError for a reference to something that does not exist, or a circular dependency */
function checkReferences(template: Template): void {
  const { resources, parameters } = template;
  const unresolved = (values: Iterable<unknown>) =>
    [...new Set([...values].flatMap((value) => [...references(value)]))].filter(
      (name) => !name.startsWith('AWS::') && !parameters.has(name) && !resources.has(name),
    );
  const refuse = (names: readonly string[], block: string): void => {
    if (names.length > 0)
      throw invalid(
        `Template format error: Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`,
      );
  };
  const all = [...resources.values()];
  const after = all.flatMap(({ dependsOn }) => dependsOn).filter((name) => !resources.has(name));
  refuse([...new Set([...after, ...unresolved(all.map(({ properties }) => properties))])], 'Resources');
  refuse(unresolved(template.outputs.values()), 'Outputs');
  const undefinedConditions = [...all, ...template.outputDefinitions.values()].flatMap(({ condition }) =>
    condition === undefined || template.conditions.has(condition) ? [] : [condition],
  );
  if (undefinedConditions.length > 0)
    throw invalid(
      `Template format error: Unresolved condition dependency ${undefinedConditions.join(', ')} in the Conditions block of the template`,
    );
  const circle = circleIn(dependencies(template));
  if (circle.length > 0) throw invalid(`Circular dependency between resources: [${circle.join(', ')}]`);
}

/** The resources of a circular dependency: what remains after repeatedly removing those without needs. */
function circleIn(needs: ReadonlyMap<string, readonly string[]>): readonly string[] {
  let left = [...needs.keys()];
  for (;;) {
    const next = left.filter((id) => (needs.get(id) ?? []).some((needed) => left.includes(needed)));
    if (next.length === left.length) return left;
    left = next;
  }
}

/** The value of a template's text. @throws AwsError if it is neither JSON nor YAML */
export function parseText(body: string): unknown {
  if (body.trimStart().startsWith('{')) {
    try {
      return JSON.parse(body);
    } catch {
      // It may be YAML in flow style, which looks similar.
    }
  }
  const document = parseDocument(body, { customTags: tags, version: '1.1', schema: 'core', merge: true });
  const [problem] = document.errors;
  if (problem === undefined) return document.toJS() as unknown;
  const [start] = problem.linePos ?? [];
  const location = start === undefined ? '' : ` (line ${start.line}, column ${start.col})`;
  const language = body.trimStart().startsWith('{') ? 'JSON' : 'YAML';
  throw invalid(`Template format error: ${language} not well-formed.${location}`);
}
