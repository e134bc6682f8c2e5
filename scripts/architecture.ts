import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './generated-files';

// The diagram of ARCHITECTURE.md: which folder imports which, read from the code. `npm run docs` writes it, and `npm
// run check:docs` fails if the page lacks an import.

const layers = [
  'bin',
  'functions',
  'cli',
  'infra',
  'composition',
  'adapters',
  'rules',
  'core',
  'packages/iam',
  'packages/sandbox',
];

/** The folder of the diagram that contains a file. */
function layerOf(file: string): string | undefined {
  return layers.filter((layer) => file.startsWith(`${layer}/`)).sort((a, b) => b.length - a.length)[0];
}

/** `from → to` for every import of product code across folders, including types. */
function edges(): ReadonlyMap<string, ReadonlySet<string>> {
  const files = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mjs', '*.cjs'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
    .split('\n')
    .filter((file) => existsSync(path.join(root, file)));
  const found = new Map<string, Set<string>>();
  for (const file of files.filter((name) => isProduct(name))) {
    const from = layerOf(file);
    if (from === undefined) continue;
    for (const [, target = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(imported)) {
      const to = layerOf(`${targetOf(file, target)}/`);
      if (to !== undefined && to !== from) found.set(from, (found.get(from) ?? new Set()).add(to));
    }
  }
  return found;
}

const imported = /(?:from|import\(|require\()\s*['"]((?:\.{1,2}\/|@palisade\/)[^'"]+)['"]/g;

/** The path in the repository that an import resolves to. */
function targetOf(file: string, imported: string): string {
  if (imported.startsWith('@palisade/')) return imported.replace('@palisade', 'packages');
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), imported));
}

function isProduct(file: string): boolean {
  return !/\.test\.ts$|\/fixtures\/|\/(cases|scenarios)\.ts$|\/testing\/|^packages\/[^/]+\/(test|bench)\//.test(
    file,
  );
}

/** The diagram in Mermaid's language, in the order of the layers. */
export function layerDiagram(): string {
  const found = edges();
  const arrows = layers.flatMap((from) =>
    layers.filter((to) => found.get(from)?.has(to)).map((to) => `  ${id(from)} --> ${id(to)}`),
  );
  const boxes = layers
    .filter((layer) => existsSync(path.join(root, layer)))
    .map((layer) => `  ${id(layer)}["${layer}/"]`);
  return ['```mermaid', 'flowchart TD', ...boxes, ...arrows, '```'].join('\n');
}

function id(layer: string): string {
  return layer.replace('/', '_');
}
