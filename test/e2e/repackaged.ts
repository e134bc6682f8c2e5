import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { type BuildOptions, buildFunctions } from '../../infra/build.cjs';
import { type Packaged, readPackage } from '../../infra/package.cjs';
import type { RawTemplate } from '../infra/suites/template';

/** The state file of the Serverless Framework, which it writes when it packages and reads when it deploys. */
const files = {
  core: 'cloudformation-template-create-stack.json',
  whole: 'cloudformation-template-update-stack.json',
  state: 'serverless-state.json',
};

interface State {
  readonly service: { readonly provider: { compiledCloudFormationTemplate: RawTemplate } };
  readonly package: { readonly artifactDirectoryName: string };
}

/**
 * A later version of the packaged service: with functions that are built differently (the others as they are), and a
 * template that `edit` changes.
 */
export async function repackaged(
  { folder: from }: Packaged,
  folder: string,
  build: BuildOptions,
  edit: (template: RawTemplate) => RawTemplate = (template) => template,
): Promise<Packaged> {
  mkdirSync(folder, { recursive: true });
  let texts = Object.fromEntries(
    Object.values(files).map((file) => [file, readFileSync(path.join(from, file), 'utf8')]),
  );
  for (const zip of readdirSync(from).filter((file) => file.endsWith('.zip')))
    copyFileSync(path.join(from, zip), path.join(folder, zip));
  for (const { name, file } of await buildFunctions({ folder: path.join(folder, 'built'), ...build })) {
    const zip = zipOf(name, path.dirname(file));
    // The template names a version of a function by the hash of its code.
    const before = sha256(readFileSync(path.join(from, `${name}.zip`)));
    texts = mapped(texts, (text) => text.replaceAll(before, sha256(zip)));
    writeFileSync(path.join(folder, `${name}.zip`), zip);
  }
  const { package: packaged } = parse(texts[files.state]) as State;
  const { artifactDirectoryName: directory } = packaged;
  texts = mapped(texts, (text) => text.replaceAll(directory, later(directory)));
  const template = edit(parse(texts[files.whole]) as RawTemplate);
  const state = parse(texts[files.state]) as State;
  state.service.provider.compiledCloudFormationTemplate = template;
  texts = { ...texts, [files.whole]: JSON.stringify(template), [files.state]: JSON.stringify(state) };
  for (const [file, text] of Object.entries(texts)) writeFileSync(path.join(folder, file), text);
  return readPackage(folder);
}

function zipOf(name: string, built: string): Uint8Array {
  const chunks: Record<string, Uint8Array> = {};
  for (const chunk of readdirSync(built))
    chunks[`dist/functions/${name}/${chunk}`] = new Uint8Array(readFileSync(path.join(built, chunk)));
  return zipSync(chunks);
}

/** The folder `serverless/palisade/prod/1796022436646-2026-11-30T07:07:16.646Z`, with a time one minute later. */
function later(directory: string): string {
  const parent = directory.slice(0, directory.lastIndexOf('/'));
  const at = Number(directory.slice(parent.length + 1).split('-')[0]) + 60_000;
  return `${parent}/${at}-${new Date(at).toISOString()}`;
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}

function parse(text: string | undefined): unknown {
  return JSON.parse(text ?? '');
}

function mapped(texts: Record<string, string>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, change(text)]));
}
