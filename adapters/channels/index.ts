import type { ChannelDescriptor } from './channel';
import { securityHubChannel } from './security-hub';

/**
 * All channels, one line each. AWS Config (config.ts) is not a channel: it only gets answers to its own invocations,
 * from the function that it invokes.
 */
export const channels = [securityHubChannel] as const satisfies readonly ChannelDescriptor[];

export type ChannelName = (typeof channels)[number]['name'];
