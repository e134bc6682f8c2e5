import type { Channel } from '../../core/model/ports';
import type { Place } from '../../core/model/resource';
import type { RuleMeta } from '../../core/model/rule';
import type { AwsClients } from '../aws/clients';
import type { Grant } from '../aws/grant';

/** All that Palisade has to know of a channel: where findings go besides tickets. */
export interface ChannelDescriptor {
  readonly name: string;
  /** Makes no call. */
  readonly open: (parts: ChannelParts) => Channel;
  /** What publishing needs. */
  readonly grants: readonly Grant[];
  /** What an uninstallation takes out of it; `undefined` where there is nothing (any more). */
  readonly left: (clients: AwsClients, place: Place) => Promise<LeftInChannel | undefined>;
}

export interface ChannelParts {
  readonly clients: AwsClients;
  /** Whose findings they are. */
  readonly place: Place;
  readonly metaOf: (rule: string) => RuleMeta;
  /** A short wait (ms). */
  readonly pause: (ms: number) => Promise<void>;
}

export interface LeftInChannel {
  /** In words. */
  readonly what: string;
  /** The calls that take it out. */
  readonly calls: readonly { readonly call: string; readonly input: unknown }[];
  /** Makes them. `now`: ISO 8601. Rejects with AWS's error, or one that names what was refused. */
  readonly take: (now: string) => Promise<void>;
}
