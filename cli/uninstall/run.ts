import { messageOf } from '../../adapters/errors';
import { changes } from './remediations';
import { guardrails, sharedPolicies } from './guardrails';
import { ledger, createdResources, leftParameters } from './created-resources';
import {
  type Find,
  type LeftoverKind,
  leftoverKinds,
  type Leftover,
  type LeftoverCall,
  type UninstallContext,
} from './leftover';
import { actions, findings, tickets } from './notifications';

/**
 * The state of one leftover. `will-go`: apply takes it back. `stays`: it is left, for a reason. `gone`: taken back, and
 * confirmed by reading. `failed`: it could not be taken back. `unknown`: this kind of leftover could not be read.
 */
export interface Item {
  readonly kind: LeftoverKind;
  readonly id: string;
  readonly what: string;
  readonly calls: readonly LeftoverCall[];
  readonly state: 'will-go' | 'stays' | 'gone' | 'failed' | 'unknown';
  readonly because?: string;
}

const finders: Readonly<Record<LeftoverKind, Find>> = {
  change: changes,
  guardrail: guardrails,
  policy: sharedPolicies,
  made: createdResources,
  ticket: tickets,
  findings,
  'custom-actions': actions,
  settings: leftParameters,
  ledger,
};

/** Reading may lag behind a call that AWS accepted, so it is repeated up to `rereads` times, `lagMs` apart. */
const lagMs = 3_000;
const rereads = 4;

/** What is left, kind by kind. In `apply` each kind is taken back before the next one is looked for. */
export async function uninstallAll(
  context: UninstallContext,
  tell: (item: Item) => void,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const staying: Leftover[] = [];
  for (const kind of leftoverKinds) {
    const done = await ofKind(kind, context, staying);
    for (const { item, leftover } of done) {
      items.push(item);
      tell(item);
      if (item.state !== 'gone' && item.state !== 'will-go') staying.push(leftover);
    }
  }
  return items;
}

interface Done {
  readonly item: Item;
  readonly leftover: Leftover;
}

async function ofKind(
  kind: LeftoverKind,
  context: UninstallContext,
  staying: readonly Leftover[],
): Promise<readonly Done[]> {
  const find = () => finders[kind](context, staying);
  let found: readonly Leftover[];
  try {
    found = await find();
  } catch (error) {
    const leftover = { id: kind, what: 'leftovers of this kind could not be read', calls: [] };
    return [done(kind, leftover, 'unknown', messageOf(error))];
  }
  if (!context.only.includes(kind))
    return found.map(({ take: _, ...one }) =>
      done(kind, one, 'stays', one.left ?? 'it was not asked for (--only)'),
    );
  if (context.mode === 'plan')
    return found.map((one) => done(kind, one, one.take === undefined ? 'stays' : 'will-go', one.left));
  const tried: Done[] = [];
  for (const one of found) tried.push(await attempt(kind, one, context));
  return confirmed(tried, find, context);
}

async function attempt(kind: LeftoverKind, leftover: Leftover, { io }: UninstallContext): Promise<Done> {
  if (leftover.take === undefined) return done(kind, leftover, 'stays', leftover.left);
  if (io.signal.aborted)
    return done(kind, leftover, 'failed', 'it was not reached; run it again to continue');
  try {
    const refused = await leftover.take();
    return refused === undefined ? done(kind, leftover, 'gone') : done(kind, leftover, 'failed', refused);
  } catch (error) {
    return done(kind, leftover, 'failed', messageOf(error));
  }
}

/** What AWS accepted is gone only once reading shows it. */
async function confirmed(
  tried: readonly Done[],
  find: () => Promise<readonly Leftover[]>,
  { io }: UninstallContext,
): Promise<readonly Done[]> {
  if (!tried.some(({ item }) => item.state === 'gone')) return tried;
  let left: ReadonlySet<string> | undefined;
  let problem = 'AWS took the call, but it is still there';
  for (let attempt = 0; attempt < rereads; attempt += 1) {
    if (attempt > 0) await io.pause(lagMs);
    try {
      left = new Set((await find()).map(({ id }) => id));
      if (!tried.some(({ item }) => item.state === 'gone' && left?.has(item.id) === true)) return tried;
    } catch (error) {
      problem = `AWS took the call, but whether it is gone could not be read: ${messageOf(error)}`;
    }
  }
  return tried.map((one) =>
    one.item.state === 'gone' && left?.has(one.item.id) !== false
      ? { ...one, item: { ...one.item, state: 'failed', because: problem } }
      : one,
  );
}

function done(kind: LeftoverKind, leftover: Leftover, state: Item['state'], because?: string): Done {
  const { id, what, calls } = leftover;
  return { leftover, item: { kind, id, what, calls, state, ...(because === undefined ? {} : { because }) } };
}
