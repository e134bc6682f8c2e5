import { writeExport } from '../../adapters/export';
import { type SliceName, sliceNames, slices, type Slices } from '../../core/slices';
import type { ReadRequest, Reading, Snapshot } from '../../core/model/snapshot';
import { openLive } from '../account/source';
import { type Io, write } from '../io';
import type { SourceOptions } from '../options';
import { commandLine, type GivenOptions } from '../output/commands';
import { paintFor } from '../output/paint';

export interface CollectOptions extends SourceOptions {
  readonly out: string;
}

/** Every slice, even those that cannot be read from an account, so that the export says why they are missing. */
const everything: ReadRequest = Object.fromEntries(sliceNames.map((name) => [name, 'all']));

/** `palisade collect`: writes an export of the live account; 3 when some of it could not be read. */
export async function collectCommand(options: CollectOptions, io: Io): Promise<number> {
  const { gather } = await openLive(options, io);
  const snapshot = await gather(everything);
  const written = await writeExport(options.out, snapshot);
  const missing = notRead(snapshot);
  const paint = paintFor(io.stdout, io.env);
  const lines = [
    ...written.map((name) => `${paint.good('✓')} ${options.out}/${name}`),
    ...missing.map((what) => `${paint.warn('?')} not read: ${what}`),
    '',
    `Next: ${commandLine(io, 'scan', [], { from: options.out, ...settingsOf(options) })}`,
    ...(options.organizationPolicies === undefined
      ? [
          'Policies of the organization (SCPs, RCPs) cannot be read from a member account: give them with',
          '--organization-policies, or add organization-policies.json to the export (docs/export.md says how).',
        ]
      : []),
  ];
  await write(io.stdout, `${lines.join('\n')}\n`);
  return missing.length > 0 ? 3 : 0;
}

/** The export names its own account and Region, so the next command only needs the settings. */
function settingsOf({ settings }: CollectOptions): GivenOptions {
  return settings === undefined ? {} : { settings };
}

function notRead(snapshot: Snapshot): readonly string[] {
  return sliceNames.flatMap((name) => notReadOf(name, snapshot.read(name)));
}

/** The whole slice when it could not be read, or else those of its resources that could not. */
function notReadOf<S extends SliceName>(name: S, reading: Reading<Slices[S]>): readonly string[] {
  const { byHand, write: toFile } = slices[name];
  if (reading.status === 'unreadable') return byHand === true ? [] : [`${name}: ${reading.because}`];
  return toFile(reading.value).unread.map(({ id, because }) => `${name} ${id}: ${because}`);
}
