import { z } from 'zod';
import { resourceTypes } from '../../core/model/resource';

const ref = z.strictObject({ type: z.enum(resourceTypes), id: z.string().min(1) });

/** The body of a follow-up message. A change of its meaning needs a new version. */
export const followUpMessage = z.strictObject({
  palisade: z.literal('follow-up/1'),
  refs: z.array(ref).min(1),
  because: z.string(),
  /** Too early to process before this time: the message is put back. */
  notBefore: z.iso.datetime().exactOptional(),
});

export type FollowUpMessage = z.infer<typeof followUpMessage>;
