import { writeExport } from '../../adapters/export';
import type { ReadRequest, Snapshot } from '../../core/snapshot';
import { openLive } from '../account/source';
import { type Io, write } from '../io';
import type { SourceOptions } from '../options';
import { commandLine, type Given } from '../output/commands';
import { paintFor } from '../output/paint';

export interface CollectOptions extends SourceOptions {
  readonly out: string;
}

/** Every slice. The policies of the organization cannot be read from an account; asking gets the reason written down. */
const everything = {
  notebooks: 'all',
  domains: 'all',
  apps: 'all',
  endpoints: 'all',
  endpointServices: 'all',
  vpcAttributes: 'all',
  hostedZones: 'all',
  vpcs: 'all',
  subnets: 'all',
  routeTables: 'all',
  securityGroups: 'all',
  natGateways: 'all',
  prefixLists: 'all',
  principals: 'all',
  organizationPolicies: 'all',
} as const satisfies ReadRequest;

/** `palisade collect`: writes an export of the live account; 3 when some of it could not be read. */
export async function collect(options: CollectOptions, io: Io): Promise<number> {
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
    'Policies of the organization (SCPs, RCPs) cannot be read from a member account: add organization-policies.json',
    'to the export by hand (docs/export.md says how).',
  ];
  await write(io.stdout, `${lines.join('\n')}\n`);
  return missing.length > 0 ? 3 : 0;
}

/** The export says itself which account and Region it is of. */
function settingsOf({ settings }: CollectOptions): Given {
  return settings === undefined ? {} : { settings };
}

function notRead(snapshot: Snapshot): readonly string[] {
  // Object.keys forgets the type of the keys.
  const slices = Object.keys(everything) as (keyof typeof everything)[];
  const whole = slices.flatMap((slice) => {
    const reading = snapshot.read(slice);
    return reading.status === 'read' || slice === 'organizationPolicies'
      ? []
      : [`${slice}: ${reading.because}`];
  });
  const single = (['notebooks', 'domains'] as const).flatMap((slice) => {
    const reading = snapshot.read(slice);
    return reading.status === 'read'
      ? reading.value.unreadable.map(({ id, because }) => `${slice} ${id}: ${because}`)
      : [];
  });
  return [...whole, ...single];
}
