import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as iam from '@aws-sdk/client-iam';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from '@jest/globals';
import { startSandbox } from './sandbox';
import { seedAccount } from './seeds';
import { parseSeed } from './seeds/seed';
import { DYNAMODB } from './services/dynamodb/service';
import { SERVICES } from './services/registry';
import { clientsOf } from './testing/clients';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

describe('README.md', () => {
  it.each([...SERVICES.values(), DYNAMODB].map((service) => [service.name, service] as const))(
    'lists exactly the operations of %s',
    (name, service) => {
      const row = readme.split('\n').find((line) => line.split('|')[1]?.trim() === name);
      const listed = [...(row?.split('|')[2]?.matchAll(/\b[A-Z]\w+\b/g) ?? [])].map(([word]) => word);
      expect(listed.sort()).toEqual(Object.keys(service.operations).sort());
    },
  );

  const dials = readme.slice(readme.indexOf('## Dials'), readme.indexOf('## Fidelity'));
  const examples = [...dials.matchAll(/\*\*([\w ]+)\*\*[^`]*(?:`[^`]+`[^`]*)*?```ts\n([^]*?)```/g)];

  it('has a seed that can be used', async () => {
    const [, text = ''] = /## Seeds[^]*?```json\n([^]*?)```/.exec(readme) ?? [];
    const sandbox = await startSandbox({ clock: 'manual' });
    await seedAccount(sandbox, parseSeed(text, 'of the README'));
    expect(sandbox.calls().map(({ operation }) => operation)).toEqual(['CreateVpc', 'CreateSubnet']);
    await sandbox.stop();
  });

  it('has an example of every dial', () => {
    expect(examples.map(([, name]) => name)).toEqual([
      'Faults',
      'Throttling',
      'Latency',
      'Eventual consistency',
      'The clock',
      'Quotas and rates',
      'The organization',
    ]);
  });

  it.each(examples.map(([, name = '', code = '']) => [name, code]))(
    '%s: the example runs',
    async (_, code) => {
      const scope = { ...iam, ...sagemaker, assert, performance, startSandbox, clientsOf };
      await runInNewContext(`(async () => {${code}})()`, scope);
    },
  );
});
