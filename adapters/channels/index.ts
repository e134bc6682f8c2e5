import type { ChannelDescriptor } from './channel';
import { securityHubChannel } from './security-hub';

/**
 * Every channel, one line each. AWS Config (config.ts) is none: it is told only what it asks for, by the function that it
 * asks.
 */
export const channels = [securityHubChannel] as const satisfies readonly ChannelDescriptor[];

export type ChannelName = (typeof channels)[number]['name'];
