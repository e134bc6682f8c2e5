import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DryRunResult, dryRunPass, pass } from '.';
import { least, runs } from '../../test/runner/size';
import { isRecord } from '../model/json';
import { trigger } from './testing/harness';
import {
  givenWorlds,
  type GivenWorld,
  type PreparedWorld,
  prepareWorld,
  type MadeCall,
  notebookNameOf,
} from './testing/generated-worlds';

// What a dry run predicts about every finding is what the next real pass then does in the same world. In that pass
// AWS refuses no call, and the ticket system and channels answer, because their errors cannot be predicted.

const isAbout = (name: string | undefined, { input }: MadeCall): boolean =>
  isRecord(input) && input['name'] === name;
const callsAbout = (name: string | undefined, made: readonly MadeCall[]): DryRunResult['steps'] =>
  made.filter((one) => isAbout(name, one)).map(({ call, input }) => ({ call, input, why: '' }));

function stepOf(fingerprint: string): DryRunResult['steps'][number] {
  const space = fingerprint.indexOf(' ');
  return { call: fingerprint.slice(0, space), input: JSON.parse(fingerprint.slice(space)), why: '' };
}

/** Everything that a dry run must leave unchanged. */
const traces = async ({ h, made }: PreparedWorld, ids: readonly string[]) => ({
  made: [...made],
  tickets: [...h.tickets.all.values()],
  published: h.channel.taken.length,
  followUps: h.followUps.length,
  events: h.events.length,
  findings: await Promise.all(ids.map((id) => h.ledger.load(id))),
  now: h.clock.now(),
});

/** What the real pass did about one finding, in the form of a dry-run result. */
async function happened(
  { h, made, raised, closed }: PreparedWorld,
  id: string,
  lines: number,
): Promise<DryRunResult> {
  const audit = await h.ledger.audit(id);
  const record = await h.ledger.load(id);
  const came = (would: DryRunResult['would'], steps: DryRunResult['steps'], because = record?.because) => ({
    finding: id,
    would,
    because: because ?? '',
    steps,
    ...(would === 'act' || record?.retryAt === undefined ? {} : { until: record.retryAt }),
  });
  const calls = callsAbout(notebookNameOf(id), made);
  if (calls.length > 0) return came('act', calls, audit.findLast(({ event }) => event === 'intent')?.decided);
  // Everything that is done is in the audit trail.
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

/** The part of a result that can be compared: a pass does not record why it did nothing. */
function comparable({ because, steps, ...line }: DryRunResult) {
  return {
    ...line,
    because: line.would === 'nothing' ? '' : because,
    steps: steps.map(({ call, input }) => ({ call, input })),
  };
}

/** Runs the passes of the follow-ups until no remediation is in progress. */
async function followedUp(world: PreparedWorld, acting: readonly string[]): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    const records = await Promise.all(acting.map((id) => world.h.ledger.load(id)));
    const left = records.flatMap((record) => (record?.outcome === 'acting' ? [record.resource] : []));
    if (left.length === 0) return;
    world.wait();
    await pass(world.ports, trigger, left);
  }
}

async function predictsNextPass(one: GivenWorld, seen: Record<string, number>): Promise<void> {
  const world = await prepareWorld(one);
  const { ports, scope } = world;
  const ids = (await world.h.ledger.list()).map(({ id }) => id);
  const untouched = await traces(world, ids);
  const predicted = await dryRunPass(ports, scope);
  expect(await traces(world, ids)).toEqual(untouched);

  const lines = new Map<string, number>();
  for (const { finding } of predicted) lines.set(finding, (await world.h.ledger.audit(finding)).length);
  const report = await pass(ports, trigger, scope);
  expect(report.errors).toEqual([]);
  // Steps that wait for a transition of AWS's are done in the following passes.
  await followedUp(
    world,
    predicted.flatMap(({ finding, would }) => (would === 'act' ? [finding] : [])),
  );
  const came = [];
  for (const { finding } of report.handled)
    came.push(await happened(world, finding.id, lines.get(finding.id) ?? 0));
  expect(came.map(comparable)).toEqual(predicted.map(comparable));
  for (const { would } of predicted) seen[would] = (seen[would] ?? 0) + 1;
}

it('a dry run predicts what the next pass does', async () => {
  const seen: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(givenWorlds, (one) => predictsNextPass(one, seen)),
    runs(250, 60),
  );
  // Every kind of result was predicted.
  for (const would of ['nothing', 'report', 'ticket', 'ask', 'wait', 'act', 'close'])
    expect({ would, often: (seen[would] ?? 0) > least(5, 0) }).toEqual({ would, often: true });
}, 120_000);
