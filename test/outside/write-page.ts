import { readFileSync, writeFileSync } from 'node:fs';
import { file, withGaps } from './page';

// `npx tsx test/outside/write-page.ts` writes the rows into docs/developers/outside.md.
writeFileSync(file, withGaps(readFileSync(file, 'utf8')));
