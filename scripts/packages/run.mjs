import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { linkLibrary } from './alone.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The standard output of a process. @throws Error if it does not exit with 0 */
export async function output(command, argv, { cwd, input = '', env = process.env }) {
  const child = spawn(command, argv, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  const [written, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${[command, ...argv].join(' ')} ended with ${code}\n${written}`);
  return written;
}

/** Runs a TypeScript program with only these libraries, and compares its output. */
export async function program({ folder, libraries, text, says, ...variables }) {
  const home = path.join(folder, 'consumer');
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'main.mts'), text);
  for (const library of libraries) linkLibrary(library, home, folder);
  // The loader is given by path, because the program's folder does not have it.
  const loader = path.join(root, 'node_modules/tsx/dist/loader.mjs');
  const env = { ...process.env, ...variables, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const said = await output('node', ['--import', loader, 'main.mts'], { cwd: home, env });
  if (said !== says) throw new Error(`the program said '${said}' instead of '${says}'`);
}

/** Runs a tool from the package's own libraries in the package. */
export async function tool(name, argv, cwd) {
  const files = { tsc: 'typescript/bin/tsc', jest: 'jest/bin/jest.js' };
  await output('node', [path.join(cwd, 'node_modules', files[name]), ...argv], { cwd });
}
