import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { motoGaps, motoVersion } from './moto-gaps';
import { file, withGaps } from './page';
import { repositoryRoot } from './run';

it('docs/developers/outside.md lists the gaps as they are (npx tsx test/outside/write-page.ts writes it)', () => {
  const text = readFileSync(file, 'utf8');
  expect(withGaps(text)).toBe(text);
});

it('the gaps were observed in the pinned version', () => {
  const pinned = readFileSync(path.join(repositoryRoot, 'test/outside/requirements.txt'), 'utf8');
  expect(pinned).toContain(`\nmoto==${motoVersion} `);
});

it('the ids of gaps are unique', () => {
  expect(new Set(motoGaps.map(({ id }) => id)).size).toBe(motoGaps.length);
});
