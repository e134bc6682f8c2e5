import { z } from 'zod';
import { parseDuration } from './duration';

/** A duration such as `4h`, in milliseconds. */
export const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'is not a duration such as 30m, 4h or 2d')
  .transform((text) => parseDuration(text) ?? 0);

export const nonEmptyText = z.string().trim().min(1, 'must not be empty');
