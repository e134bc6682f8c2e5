import { isRecord } from '../../../core/model/json';
import { type Reading, type Snapshot, snapshot } from '../../../core/model/snapshot';
import { type SliceName, slices, type Slices } from '../../../core/slices';
import type { Unread } from '../../../core/slices/slice';
import { casePlace, readAt } from '../given';
import { fieldsOf, type Path, recordsIn, valueAt, without } from '../records-in';
import { type GeneratedNetwork, walked } from './network';

interface File {
  readonly content: unknown;
  readonly unread: readonly Unread[];
}

/** The files of an export: the content of each, and what could not be read. */
export type Files = ReadonlyMap<SliceName, File>;

/** Something taken out of the files. */
export interface Removal {
  readonly slice: SliceName;
  /** Where it was in the content; empty for the whole file. */
  readonly path: Path;
  /** What a verdict has to name to say that it is missing: the slice, or the record with the ids in it. */
  readonly names: readonly string[];
  /** The record that was taken out, or the one whose field was; of a whole file, its content. */
  readonly record: unknown;
  /** For example `endpoints.0 without State`. */
  readonly shown: string;
}

/** The files of a generated network. */
export function filesOf({ given }: GeneratedNetwork): Files {
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

function readingOf(slice: SliceName, content: unknown, unread: readonly Unread[]): Reading<Slices[SliceName]> {
  return { status: 'read', at: readAt, value: slices[slice].schema(content, unread).parse(content) };
}

/** An account of which things can be taken out, one at a time. */
export interface Removable {
  readonly whole: Snapshot;
  readonly after: (removal: Removal) => Snapshot;
}

/** The account of these files. What is taken out is read anew; the rest is as it was. */
export function removableFrom(files: Files): Removable {
  const readings = Object.fromEntries(
    [...files].map(([slice, { content, unread }]) => [slice, readingOf(slice, content, unread)]),
  );
  const withReading = (more: object): Snapshot => snapshot(casePlace, { ...readings, ...more }, readAt);
  return {
    whole: withReading({}),
    after: ({ slice, path }) => {
      const file = files.get(slice);
      const because = `${slices[slice].file} is not in the export`;
      if (path.length === 0 || file === undefined)
        return withReading({ [slice]: { status: 'unreadable', at: readAt, because } });
      return withReading({ [slice]: readingOf(slice, without(file.content, path), file.unread) });
    },
  };
}

/** Every file that can be taken out. */
export function fileRemovals(files: Files): readonly Removal[] {
  return [...files].map(([slice, { content }]) => ({
    slice,
    path: [],
    names: [slice, slices[slice].file],
    record: content,
    shown: slice,
  }));
}

/** Every record that can be taken out: of lists, of a VPC, and of the lists that belong to a VPC. */
export function recordRemovals(files: Files): readonly Removal[] {
  return [...files].flatMap(([slice, { content }]) =>
    recordsIn(content).flatMap((path) => {
      const record = valueAt(content, path);
      const inner = Array.isArray(record) ? record.map((_, index) => [...path, index]) : [];
      return [path, ...inner].map((at) => ({
        slice,
        path: at,
        names: idsIn(valueAt(content, at), at),
        record: valueAt(content, at),
        shown: `${slice} ${at.join('.')}`,
      }));
    }),
  );
}

/** Every field of every record that can be taken out. */
export function fieldRemovals(files: Files): readonly Removal[] {
  return [...files].flatMap(([slice, { content }]) =>
    recordsIn(content).flatMap((path) => {
      const record = valueAt(content, path);
      return fieldsOf(record).map((field) => ({
        slice,
        path: [...path, ...field],
        names: [...idsIn(record, path), String(field.at(-1))],
        record,
        shown: `${slice} ${path.join('.')} without ${field.filter((part) => typeof part === 'string').join('.')}`,
      }));
    }),
  );
}

/** The ids by which others refer to a record: its own come first among its fields, and a VPC is the key of its value. */
function idsIn(record: unknown, path: Path): readonly string[] {
  const [key] = path;
  const own = isRecord(record)
    ? Object.entries(record).flatMap(([name, value]) =>
        typeof value === 'string' && /(?:Id|Name)$/.test(name) && name !== 'VpcId' ? [value] : [],
      )
    : [];
  const ofVpc = isRecord(record) && own.length === 0 && typeof record['VpcId'] === 'string' ? [record['VpcId']] : [];
  return [...(typeof key === 'string' ? [key] : []), ...own, ...ofVpc];
}
