import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DYNAMODB } from './services/dynamodb/service';
import { SERVICES } from './services/registry';

const readme = readFileSync(join(__dirname, 'README.md'), 'utf8');

describe('README.md', () => {
  it.each([...SERVICES.values(), DYNAMODB].map((service) => [service.name, service] as const))(
    'lists exactly the operations of %s',
    (name, service) => {
      const row = readme.split('\n').find((line) => line.split('|')[1]?.trim() === name);
      const listed = [...(row?.split('|')[2]?.matchAll(/\b[A-Z]\w+\b/g) ?? [])].map(([word]) => word);
      expect(listed.sort()).toEqual(Object.keys(service.operations).sort());
    },
  );
});
