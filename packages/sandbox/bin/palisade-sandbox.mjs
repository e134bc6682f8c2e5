#!/usr/bin/env node
// The sources are TypeScript, and there is no build step.
import { tsImport } from 'tsx/esm/api';

await tsImport('../src/main.ts', import.meta.url);
