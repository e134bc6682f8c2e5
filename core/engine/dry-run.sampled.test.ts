import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Foreseen, foreseePass, pass } from '.';
import { least, runs } from '../../test/runner/size';
import { trigger } from './testing/harness';
import {
  givenWorlds,
  type GivenWorld,
  type Lived,
  lived,
  type MadeCall,
  notebookNameOf,
} from './testing/generated-worlds';

// What a dry run foretells about every finding is what the next real pass then does in the same world. AWS does not
// refuse a call then, and the ticket system and channels answer: what they will say, nobody can foretell.

const isAbout = (name: string | undefined, { input }: MadeCall): boolean =>
  typeof input === 'object' && input !== null && 'name' in input && input.name === name;
const callsAbout = (name: string | undefined, made: readonly MadeCall[]): Foreseen['steps'] =>
  made.filter((one) => isAbout(name, one)).map(({ call, input }) => ({ call, input, why: '' }));

function stepOf(fingerprint: string): Foreseen['steps'][number] {
  const space = fingerprint.indexOf(' ');
  return { call: fingerprint.slice(0, space), input: JSON.parse(fingerprint.slice(space)), why: '' };
}

/** What a dry run must not touch. */
const traces = async ({ h, made }: Lived, ids: readonly string[]) => ({
  made: [...made],
  tickets: [...h.tickets.all.values()],
  published: h.channel.taken.length,
  followUps: h.followUps.length,
  told: h.events.length,
  findings: await Promise.all(ids.map((id) => h.ledger.load(id))),
  now: h.clock.now(),
});

/** What the real pass did about one finding, in the words of the dry run. */
async function happened({ h, made, raised, closed }: Lived, id: string, lines: number): Promise<Foreseen> {
  const audit = await h.ledger.audit(id);
  const record = await h.ledger.load(id);
  const came = (would: Foreseen['would'], steps: Foreseen['steps'], because = record?.because) => ({
    finding: id,
    would,
    because: because ?? '',
    steps,
    ...(would === 'act' || record?.retryAt === undefined ? {} : { until: record.retryAt }),
  });
  const calls = callsAbout(notebookNameOf(id), made);
  if (calls.length > 0) return came('act', calls, audit.findLast(({ event }) => event === 'intent')?.decided);
  // Whatever is done is written down.
  if (audit.length === lines) return { finding: id, would: 'nothing', because: '', steps: [] };
  const shown = (record?.shown ?? []).map(({ fingerprint }) => stepOf(fingerprint));
  switch (record?.outcome) {
    case 'awaiting-approval':
    case 'contained':
      return came('ask', shown);
    case 'grace':
      return came('wait', shown);
    case 'acting':
      return came('wait', []);
    default:
      return came(closed.has(id) ? 'close' : raised.has(id) ? 'ticket' : 'report', []);
  }
}

/** What of a line can be compared: why nothing is done, no pass says. */
function comparable({ because, steps, ...line }: Foreseen) {
  return {
    ...line,
    because: line.would === 'nothing' ? '' : because,
    steps: steps.map(({ call, input }) => ({ call, input })),
  };
}

/** The passes of the follow-ups, until nothing is under way any more. */
async function followedUp(world: Lived, acting: readonly string[]): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    const records = await Promise.all(acting.map((id) => world.h.ledger.load(id)));
    const left = records.flatMap((record) => (record?.outcome === 'acting' ? [record.resource] : []));
    if (left.length === 0) return;
    world.wait();
    await pass(world.ports, trigger, left);
  }
}

async function foretellsWhatHappens(one: GivenWorld, seen: Record<string, number>): Promise<void> {
  const world = await lived(one);
  const { ports, scope } = world;
  const ids = (await world.h.ledger.list()).map(({ id }) => id);
  const untouched = await traces(world, ids);
  const foretold = await foreseePass(ports, scope);
  expect(await traces(world, ids)).toEqual(untouched);

  const lines = new Map<string, number>();
  for (const { finding } of foretold) lines.set(finding, (await world.h.ledger.audit(finding)).length);
  const report = await pass(ports, trigger, scope);
  expect(report.errors).toEqual([]);
  // What a transition of AWS's leaves to do is done in the passes that follow.
  await followedUp(
    world,
    foretold.flatMap(({ finding, would }) => (would === 'act' ? [finding] : [])),
  );
  const came = [];
  for (const { finding } of report.handled)
    came.push(await happened(world, finding.id, lines.get(finding.id) ?? 0));
  expect(came.map(comparable)).toEqual(foretold.map(comparable));
  for (const { would } of foretold) seen[would] = (seen[would] ?? 0) + 1;
}

it('a dry run foretells what then happens', async () => {
  const seen: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(givenWorlds, (one) => foretellsWhatHappens(one, seen)),
    runs(250, 60),
  );
  // Everything that can be foretold was.
  for (const would of ['nothing', 'report', 'ticket', 'ask', 'wait', 'act', 'close'])
    expect({ would, often: (seen[would] ?? 0) > least(5, 0) }).toEqual({ would, often: true });
}, 120_000);
