import { isRecord } from '../../../core/model/json';
import { type Reading, type Snapshot, snapshot } from '../../../core/model/snapshot';
import { type SliceName, sliceNames, slices, type Slices } from '../../../core/slices';
import { withUnlisted } from '../../../core/slices/unlisted-domains';
import type { Unread } from '../../../core/slices/slice';
import { casePlace, readAt } from '../given';
import { type GeneratedNetwork, walked } from './network';

interface File {
  readonly content: unknown;
  readonly unread: readonly Unread[];
}

/** The files of an export: the content of each, and what could not be read. */
export type Files = ReadonlyMap<SliceName, File>;

/** The files of a generated network. */
export function filesOfNetwork({ given }: GeneratedNetwork): Files {
  return new Map(walked.map((slice) => [slice, fileOf(given[slice])]));
}

/** What could not be read about a VPC is in a list of its own. */
function fileOf(content: unknown): File {
  if (!isRecord(content)) return { content, unread: [] };
  const isUnread = (value: unknown): boolean => isRecord(value) && 'unreadable' in value;
  const entries = Object.entries(content);
  return {
    content: Object.fromEntries(entries.filter(([, value]) => !isUnread(value))),
    unread: entries.flatMap(([id, value]) => (isUnread(value) ? [{ id, because: 'access was denied' }] : [])),
  };
}

/** The content of a file as it is read. */
export function readingOf(slice: SliceName, { content, unread }: File): Reading<Slices[SliceName]> {
  const value = slices[slice].schema(content, unread).parse(content);
  return { status: 'read', at: readAt, value, fromExport: true };
}

/** A file that is not there. */
export function notThere(slice: SliceName): Reading<never> {
  const because = `${slices[slice].file} is not in the export`;
  return { status: 'unreadable', at: readAt, because, notInExport: true };
}

export type FileReadings = Readonly<Partial<Record<SliceName, Reading<Slices[SliceName]>>>>;

export function readingsOf(files: Files): FileReadings {
  return Object.fromEntries([...files].map(([slice, file]) => [slice, readingOf(slice, file)]));
}

/** The account that these readings show, as `readExport` makes it of them. */
export function accountOf(readings: FileReadings): Snapshot {
  // Record loses the types of the slices.
  const { domains, apps, ...others } = readings as { readonly [S in SliceName]: Reading<Slices[S]> };
  const absent = Object.fromEntries(sliceNames.map((slice) => [slice, notThere(slice)]));
  return snapshot(casePlace, { ...absent, ...others, apps, domains: withUnlisted(domains, apps) }, readAt);
}

/** The account of these files, without some. */
export function withoutFiles(files: Files, absent: readonly string[]): Snapshot {
  return accountOf({
    ...readingsOf(files),
    ...Object.fromEntries(
      [...files.keys()].filter((slice) => absent.includes(slice)).map((slice) => [slice, notThere(slice)]),
    ),
  });
}
