#!/usr/bin/env node
// Runs the command from its TypeScript sources: nothing to build, and errors point at the source.
import { createRequire } from 'node:module';
import { register as registerCommonJs } from 'tsx/cjs/api';
import { register as registerModules } from 'tsx/esm/api';

registerCommonJs();
registerModules();
await createRequire(import.meta.url)('../cli/main.ts').main();
