import type { Channel } from '../../core/model/ports';
import type { Place } from '../../core/model/resource';
import type { RuleMeta } from '../../core/model/rule';
import type { AwsClients } from '../aws/clients';
import type { Grant } from '../aws/grant';

/** Everything Palisade needs to know about a channel, that is, about a destination of findings other than tickets. */
export interface ChannelDescriptor {
  readonly name: string;
  /** Creates the channel without making a call. */
  readonly open: (parts: ChannelParts) => Channel;
  /** The permissions that publishing needs. */
  readonly grants: readonly Grant[];
  /** What uninstalling has to remove from the channel; `undefined` if there is nothing, or nothing any more. */
  readonly left: (clients: AwsClients, place: Place) => Promise<LeftInChannel | undefined>;
}

export interface ChannelParts {
  readonly clients: AwsClients;
  /** The account and Region that the findings are about. */
  readonly place: Place;
  readonly metaOf: (rule: string) => RuleMeta;
  /** Waits for a short time, in ms. */
  readonly pause: (ms: number) => Promise<void>;
}

export interface LeftInChannel {
  /** A description in words. */
  readonly what: string;
  /** The calls that remove it. */
  readonly calls: readonly { readonly call: string; readonly input: unknown }[];
  /**
   * Makes the calls.
   * @param now ISO 8601
   * @throws AWS's error, or an error that names what was refused
   */
  readonly take: (now: string) => Promise<void>;
}
