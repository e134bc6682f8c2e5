import type { AwsClients } from '../../adapters/aws/clients';
import { BadInputError } from '../../core/model/bad-input';
import { withOrganization } from '../../core/principals/known-organization';
import type { Place } from '../../core/model/resource';
import type { ReadRequest, Snapshot } from '../../core/model/snapshot';
import type { Io } from '../io';
import type { SourceOptions } from '../options';
import { startProgress } from '../output/progress';

/** Where state is read from: an export or the live account. */
export interface Source {
  readonly gather: (request: ReadRequest) => Promise<Snapshot>;
  /** AWS calls made so far, in IAM notation. */
  readonly calls: () => Readonly<Record<string, number>>;
}

export interface LiveSource extends Source {
  readonly clients: AwsClients;
  readonly place: Place;
}

/** @throws BadInputError, FailureError */
export async function openSource(options: SourceOptions, io: Io): Promise<Source> {
  return options.from === undefined ? openLive(options, io) : openExport(options.from, options, io);
}

/** Puts the policies of the organization from a file into what is gathered. @throws BadInputError */
async function organizationFrom(file: string | undefined): Promise<(snapshot: Snapshot) => Snapshot> {
  if (file === undefined) return (snapshot) => snapshot;
  const { readOrganizationPolicies } = await import('../../adapters/export');
  const given = await readOrganizationPolicies(file);
  return (snapshot) => {
    if (given.account !== undefined && given.account !== snapshot.place.account)
      throw new BadInputError(
        file,
        'account',
        `is ${given.account}, and this is account ${snapshot.place.account}`,
      );
    return withOrganization(snapshot, given, 'of any');
  };
}

/**
 * The live account that the credentials belong to. The SDK's clients are loaded only when they are used.
 * @throws BadInputError without Region or credentials, FailureError when AWS does not answer
 */
export async function openLive(
  { region, profile, organizationPolicies }: SourceOptions,
  io: Io,
): Promise<LiveSource> {
  const complete = await organizationFrom(organizationPolicies);
  const [{ createClients }, { currentPlace }, { createGather }] = await Promise.all([
    import('../../adapters/aws/clients'),
    import('../../adapters/aws/current-place'),
    import('../../adapters/aws/gather'),
  ]);
  const progress = startProgress(io);
  let count = 0;
  const clients = createClients({
    region,
    profile,
    onCall: (call) => {
      count += 1;
      progress.show(`${call} (${count} calls)`);
    },
  });
  const place = await currentPlace(clients).finally(progress.clear);
  const gather = createGather({ clients, place, now: io.now });
  return {
    clients,
    place,
    gather: async (request) => complete(await gather(request).finally(progress.clear)),
    calls: () => Object.fromEntries([...clients.calls].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

async function openExport(
  path: string,
  { region, organizationPolicies }: SourceOptions,
  io: Io,
): Promise<Source> {
  const complete = await organizationFrom(organizationPolicies);
  const { readExport } = await import('../../adapters/export');
  const read = await readExport(path, {
    now: io.now,
    place: region === undefined ? {} : { region },
    tell: (note) => {
      if (io.stderr.isTTY === true) io.stderr.write(`note: ${note}\n`);
    },
  });
  const snapshot = complete(read);
  return { gather: () => Promise.resolve(snapshot), calls: () => ({}) };
}
