import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClients } from '../../../adapters/aws/clients';
import { createGather } from '../../../adapters/aws/gather';
import { sameRef } from '../../../core/model/resource';
import { parseSettings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { startSandbox, type Sandbox } from '@palisade/sandbox';
import { clientsOf } from '@palisade/sandbox/clients';
import { answersTo } from '../case-tables';
import { casePlace } from '../given';
import { scenarios } from '../../scenarios';
import { provePermissions } from './proof';

// Like permissions.test.ts, for the steps that every scenario leads to.

jest.setTimeout(120_000);

const environment = process.env;
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'manual', startTime: Date.UTC(2026, 10, 22) });
  process.env = {
    ...environment,
    AWS_ACCESS_KEY_ID: 'AKIAPALISADE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: casePlace.region,
  };
});
afterEach(async () => {
  process.env = environment;
  await sandbox.stop();
});

describe.each(scenarios.map((scenario) => [scenario.rule, scenario.name, scenario] as const))(
  '%s',
  (id, name, scenario) => {
    it(`${name}: every call may be made when it is deployed`, async () => {
      const rule = rules.find(({ meta }) => meta.id === id);
      if (rule === undefined) throw new Error(`there is no rule ${id}`);
      const wait = (ms = 600_000): Promise<void> => sandbox.clock.advance(ms);
      const ref = await scenario.seed({ sandbox, aws: clientsOf(sandbox.url), wait });
      const now = (): string => new Date(sandbox.clock.now()).toISOString();
      const snapshot = await createGather({ clients: createClients(), place: casePlace, now })(
        rule.reads([ref]),
      );
      const settings = parseSettings({ ...scenario.settings, rules: { [id]: { mode: 'remediate' } } }, rules);
      const judgement = rule.judge(snapshot, settings, [ref]).find(({ resource }) => sameRef(resource, ref));
      const plan = judgement?.verdict.status === 'fail' ? judgement.plan() : undefined;
      expect(plan?.kind).toBe('steps');
      const steps = plan?.kind === 'steps' ? plan.steps : [];
      const { problems, allowed } = await provePermissions(rule, steps, answersTo[id] ?? {});
      expect(problems).toEqual([]);
      expect(allowed).toBeGreaterThan(0);
    });
  },
);
