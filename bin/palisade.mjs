#!/usr/bin/env node
// Runs the command from a build of its sources (built.mjs). Nothing here depends on the current folder, because people
// start the command in folders with files from others.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtCommand, forget } from './built.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

async function loaded() {
  const file = await builtCommand(root);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    forget(file);
    throw new Error(
      `its build could not be loaded (${error.message}) and was removed; run it again, or npm ci in ${root} if that does not help`,
      { cause: error },
    );
  }
}

const isDebugged = process.env['PALISADE_DEBUG'] === '1';
if (isDebugged) process.setSourceMapsEnabled(true);
let command;
try {
  command = await loaded();
} catch (error) {
  process.stderr.write(`palisade: ${error.message}\n`);
  if (isDebugged) process.stderr.write(`${(error.cause ?? error).stack}\n`);
  process.exitCode = 2;
}
await command?.main();
