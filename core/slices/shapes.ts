import { z } from 'zod';
import { type ByVpc, isUnread, type UnreadVpc } from './by-vpc';
import { eachVpc, hasKey, itemHas } from './content';
import { unnamed, wholeRecords } from './records';
import type { Listing, Parts, Slice } from './slice';

// The shapes that slices can have, as values and as files of an export.

type About<P extends Parts> = Pick<Slice<unknown, P>, 'parts' | 'file' | 'isGlobal' | 'byHand'>;

interface FromCommand<P extends Parts> extends About<P> {
  /** An AWS CLI command without `aws`: `ec2 describe-vpcs`. */
  readonly command: string;
  /** For docs/export.md: what the file is for, or what else it may contain. */
  readonly note?: string;
}

interface InWords<P extends Parts> extends About<P>, Pick<Slice<unknown>, 'holds' | 'page'> {}

/** Resources that are described one by one: the file is an array of the outputs. */
export function listing<T extends object, P extends Parts>(
  { command, note, ...about }: FromCommand<P>,
  item: z.ZodType<T>,
  /** A key that every such output has, and no other output. */
  mark: string,
  /** The output with its name; `undefined` if nothing in it shows the name. */
  withName: (output: T) => T | undefined,
): Slice<Listing<T>, P> {
  return {
    ...about,
    listsUnread: true,
    holds: `an array of ${actionOf(command)} outputs`,
    page: withNote(`array of \`aws ${command}\` outputs`, note),
    recognises: (content) => itemHas(content, mark),
    schema: (_, unreadable) =>
      z.array(item).transform((outputs) => {
        const named = outputs.map(withName);
        const nameless = named.flatMap((output) =>
          output === undefined ? [{ id: unnamed, because: 'its record has no name and no ARN' }] : [],
        );
        return {
          items: named.flatMap((output) => output ?? []),
          unreadable: [...unreadable, ...nameless],
        };
      }),
    write: ({ items, unreadable }) => ({ content: items, unread: unreadable }),
  };
}

/** A list under a key, as the AWS CLI prints it, or the bare array that `--query` leaves. */
export function cliOutput<S extends z.ZodRawShape, P extends Parts>(
  { command, note, ...about }: FromCommand<P>,
  item: z.ZodObject<S>,
  key: string,
  mark: string,
): Slice<readonly z.output<z.ZodObject<S>>[], P> {
  const bare = wholeRecords(item);
  const wrapped = z.object({ [key]: bare }).transform((content) => content[key] ?? []);
  return {
    ...about,
    listsUnread: false,
    holds: `the output of ${actionOf(command)}`,
    page: withNote(`\`aws ${command}\``, note),
    recognises: (content) => hasKey(content, key) || itemHas(content, mark),
    schema: (content) => (Array.isArray(content) ? bare : wrapped),
    write: (items) => ({ content: { [key]: items }, unread: [] }),
  };
}

/** A value for each VPC, by the VPC's id. */
export function perVpc<T extends object, P extends Parts>(
  about: InWords<P>,
  value: z.ZodType<T | UnreadVpc>,
  recognises: (entry: unknown) => boolean,
): Slice<ByVpc<T>, P> {
  return {
    ...about,
    listsUnread: true,
    recognises: (content) => eachVpc(content, recognises),
    schema: (_, unread) =>
      z.record(z.string(), value).transform((read) => ({
        ...read,
        ...Object.fromEntries(unread.map(({ id, because }) => [id, { unreadable: because }])),
      })),
    write: (all) => {
      const entries = Object.entries(all);
      return {
        content: Object.fromEntries(entries.filter(([, entry]) => !isUnread(entry))),
        unread: entries.flatMap(([id, entry]) =>
          isUnread(entry) ? [{ id, because: entry.unreadable }] : [],
        ),
      };
    },
  };
}

/**
 * One document, with the same shape as a value and as a file.
 * @param marks keys that identify the document: it has at least one of them
 */
export function document<T, P extends Parts>(
  about: InWords<P>,
  value: z.ZodType<T>,
  marks: readonly string[],
): Slice<T, P> {
  return {
    ...about,
    listsUnread: false,
    recognises: (content) => marks.some((mark) => hasKey(content, mark)),
    schema: () => value,
    write: (content) => ({ content, unread: [] }),
  };
}

/** `ec2 describe-vpcs` → `describe-vpcs`. */
function actionOf(command: string): string {
  return command.slice(command.indexOf(' ') + 1);
}

function withNote(text: string, note: string | undefined): string {
  return note === undefined ? text : `${text}; ${note}`;
}
