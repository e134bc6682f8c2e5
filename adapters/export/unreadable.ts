import { z } from 'zod';
import { badInput } from '../../core/model/bad-input';
import { sliceNames, slices } from '../../core/slices';

export const unreadableFileName = 'unreadable.json';

const because = z.string();
const resources = z.array(z.object({ id: z.string(), because })).default([]);
const listed = sliceNames.filter((name) => slices[name].listsUnread);

/**
 * The content of `unreadable.json`, which `palisade collect` adds: why a slice is not in the export, and which
 * resources are known to exist but could not be read. Without it they would be taken for absent.
 */
const schema = z.strictObject({
  slices: z.partialRecord(z.enum(sliceNames), because).default({}),
  resources: z.partialRecord(z.enum(listed), resources).default({}),
});

export type Unreadable = z.infer<typeof schema>;

export const nothingUnreadable: Unreadable = { slices: {}, resources: {} };

/** @throws BadInputError */
export function readUnreadable(content: unknown, source: string): Unreadable {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw badInput(source, parsed.error);
}
