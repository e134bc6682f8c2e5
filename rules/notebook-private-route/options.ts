import { z } from 'zod';
import type { OptionsOf } from '../../core/settings';

export const options = {
  strict: z.boolean().default(false).describe('whether a route to the internet fails too, NAT included'),
};
export type Options = OptionsOf<typeof options>;
