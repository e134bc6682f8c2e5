import { z } from 'zod';
import type { OptionsOf } from '../../core/settings';

export const options = {
  level: z.enum(['internal', 'secret']).default('internal').describe('what the tag is set to'),
};
export type Options = OptionsOf<typeof options>;
