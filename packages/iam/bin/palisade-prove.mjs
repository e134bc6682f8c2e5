#!/usr/bin/env node
// The sources are TypeScript, and there is no build step.
import { tsImport } from 'tsx/esm/api';

await tsImport('../prove/main.ts', import.meta.url);
