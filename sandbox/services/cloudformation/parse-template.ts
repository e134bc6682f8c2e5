import { type CollectionTag, parseDocument, type ScalarTag } from 'yaml';
import { creationOrder } from '../../cloudformation/order';
import { readTemplate, type Template, TemplateError } from '../../cloudformation/template';
import { isRecord } from '../../protocol/shape';
import { invalid } from './find-stack';

/** What CloudFormation abbreviates in YAML (`!Sub`), but for `!Ref` and `!Condition`, which have no `Fn::`. */
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
 * @throws AwsError ValidationError for anything that CloudFormation would not take
 */
export function parseTemplate(body: string): Template {
  const value = parseText(body);
  if (!isRecord(value)) throw invalid('Template format error: unsupported structure.');
  if (!isRecord(value['Resources']) || Object.keys(value['Resources']).length === 0)
    throw invalid('Template format error: At least one Resources member must be defined.');
  try {
    const template = readTemplate(value);
    // Refuses references to nothing, and circles.
    creationOrder(template);
    return template;
  } catch (error) {
    if (error instanceof TemplateError) throw invalid(`Template format error: ${error.message}`);
    throw error;
  }
}

/** The template's text as it means. @throws AwsError where it is neither JSON nor YAML */
export function parseText(body: string): unknown {
  if (body.trimStart().startsWith('{')) {
    try {
      return JSON.parse(body);
    } catch {
      // It may be YAML's flow style, which looks alike.
    }
  }
  const document = parseDocument(body, { customTags: tags, version: '1.1', schema: 'core', merge: true });
  const [problem] = document.errors;
  if (problem === undefined) return document.toJS() as unknown;
  const [start] = problem.linePos ?? [];
  const place = start === undefined ? '' : ` (line ${start.line}, column ${start.col})`;
  const language = body.trimStart().startsWith('{') ? 'JSON' : 'YAML';
  throw invalid(`Template format error: ${language} not well-formed.${place}`);
}
