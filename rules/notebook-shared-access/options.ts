import { z } from 'zod';
import type { OptionsOf } from '../../core/settings';

export const options = {
  maxPrincipals: z.number().int().min(0).default(5).describe('how many principals may open a notebook'),
};
export type Options = OptionsOf<typeof options>;
