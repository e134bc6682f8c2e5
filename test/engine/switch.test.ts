import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ssmSwitch, switchParameter } from '../../adapters/switch/ssm';
import { approve, undo } from '../../core/engine';
import { type Behaviour, fakeFindingId, setAccess, stopStep } from '../fakes/fake-rule';
import { fakeNotebook } from '../fakes/world';
import { type Wire, wire } from '../fakes/wire';
import { type Harness, harness, inMode, type HarnessOptions } from '../../core/engine/testing/harness';
import { hour } from '../../core/engine/time';
import { nonEmpty } from '../non-empty';

const id = fakeFindingId('nb');

/** Two steps: the notebook is stopped, then its access is set. */
const twoSteps: Behaviour = {
  contains: false,
  plan: (one) => ({
    kind: 'steps',
    steps: one.NotebookInstanceStatus === 'InService' ? [stopStep(one), setAccess(one)] : [setAccess(one)],
  }),
};

let aws: Wire;
let ssm: SSMClient;
/** The value of the parameter. */
let value: string;

beforeEach(async () => {
  aws = await wire();
  ssm = new SSMClient(aws.options);
  value = 'on';
  aws.answer(() => ({ body: { Parameter: { Name: switchParameter, Value: value } } }));
});
afterEach(async () => {
  ssm.destroy();
  await aws.stop();
});

/** The engine with the real switch, which serves all invocations, as in a warm Lambda. */
function switched(options: HarnessOptions = {}): Harness {
  const h = harness({ behaviour: twoSteps, ...options });
  const ports = { ...h.ports, stopped: ssmSwitch({ ssm: () => Promise.resolve(ssm) }, switchParameter) };
  return { ...h, ports, run: (scope, over = ports) => h.run(scope, over) };
}

/** Turns the switch off during this call, as `palisade stop` would. */
function offDuring(h: Harness, call: string): void {
  h.world.fault = (one) => {
    if (one === call) value = 'off';
    return undefined;
  };
}

describe('the switch, turned off during a step, stops the next step', () => {
  it('of a plan that is performed automatically', async () => {
    const h = switched();
    offDuring(h, 'fake:SetStatus');
    await h.run();
    expect(h.world.changes).toEqual(['fake:SetStatus nb']);
    expect(await h.record()).toMatchObject({ outcome: 'ticketed' });
    value = 'on';
    h.clock.pass(hour);
    await h.run();
    expect(h.world.changes).toEqual(['fake:SetStatus nb', 'fake:SetAccess nb']);
  });

  it('of a plan that somebody approved', async () => {
    const h = switched({ settings: inMode('approve') });
    await h.run();
    await approve(h.ports, id, 'ann');
    offDuring(h, 'fake:SetStatus');
    await h.run();
    expect(h.world.changes).toEqual(['fake:SetStatus nb']);
  });

  it('of an undo', async () => {
    const h = switched();
    await h.run();
    h.world.changes.length = 0;
    offDuring(h, 'fake:SetAccess');
    expect(await undo(h.ports, id, 'ann')).toMatchObject({
      status: 'refused',
      because: expect.stringContaining(
        'all actions are switched off (SSM parameter /palisade/switch is off)',
      ),
    });
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
  });

  it('of every other finding of the same pass', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const h = switched({
      notebooks: names.map((name) => fakeNotebook(name)),
      settings: { ...inMode('remediate'), limits: { sharePercent: 100 } },
    });
    offDuring(h, 'fake:SetStatus');
    await h.run('account');
    // At most those that had read the switch before: as many as are handled at the same time.
    expect(h.world.changes.length).toBeLessThanOrEqual(4);
    expect(nonEmpty(h.world.changes).every((change) => change.startsWith('fake:SetStatus'))).toBe(true);
  });
});

it('is read before each step, once per step', async () => {
  const h = switched();
  await h.run();
  expect(h.world.changes).toHaveLength(2);
  expect(aws.calls.map(({ operation }) => operation)).toEqual([
    'AmazonSSM.GetParameter',
    'AmazonSSM.GetParameter',
  ]);
});
