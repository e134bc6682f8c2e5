import type { SliceName, Slices } from '../../../core/slices';
import { type ReadRequest, type Reading, type Snapshot, snapshot } from '../../../core/model/snapshot';
import { messageOf } from '../../errors';
import { dnsReader } from './dns';
import type { GatherContext } from './gatherer';
import { gatherers } from './gatherers';
import { vpcFinder } from './vpc-finder';

export interface GatherPorts extends Pick<GatherContext, 'clients' | 'place'> {
  /** The current time, ISO 8601. */
  readonly now: () => string;
}

/**
 * Reads live state: only the slices, and only the parts of them, that the request asks for. Never rejects when a read
 * fails: the slice is then `unreadable`, with the reason in words.
 *
 * For slices that are read VPC by VPC (DNS attributes, hosted zones), "all" means the VPCs with SageMaker endpoints and
 * those of the request's notebooks and domains.
 */
export function createGather(ports: GatherPorts): (request: ReadRequest) => Promise<Snapshot> {
  return async (request) => {
    const slice = sliceReader(ports, request);
    // Object.keys loses the type of the keys.
    const entries = (Object.keys(request) as SliceName[]).map(
      async (name) => [name, await reading<Slices[SliceName]>(ports.now(), () => slice(name))] as const,
    );
    // Each reading has the type of its slice, which Object.fromEntries loses.
    const readings = Object.fromEntries(await Promise.all(entries)) as Parameters<typeof snapshot>[1];
    return snapshot(ports.place, readings, ports.now());
  };
}

/** Reads the slices of one request, each once, however many gatherers need it. */
function sliceReader({ clients, place }: GatherPorts, request: ReadRequest): GatherContext['slice'] {
  const started: { [S in SliceName]?: Promise<Slices[S]> } = {};
  const slice = <S extends SliceName>(name: S): Promise<Slices[S]> => {
    const known: Promise<Slices[S]> | undefined = started[name];
    if (known !== undefined) return known;
    const { unasked = [], read } = gatherers[name];
    const work = read(request[name] ?? unasked, context);
    Object.assign(started, { [name]: work });
    return work;
  };
  const context: GatherContext = {
    clients,
    place,
    slice,
    vpcs: vpcFinder({ clients, slice }),
    dns: dnsReader(clients, place),
  };
  return slice;
}

/** The time is taken before the read, so that the state is never older than `at`. */
async function reading<T>(at: string, work: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { status: 'read', at, value: await work() };
  } catch (error) {
    return { status: 'unreadable', at, because: messageOf(error) };
  }
}
