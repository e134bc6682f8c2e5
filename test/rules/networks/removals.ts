import { isRecord } from '../../../core/model/json';
import type { Snapshot } from '../../../core/model/snapshot';
import { type SliceName, slices } from '../../../core/slices';
import { fieldsOf, type RecordPath, recordsIn, valueAt, withoutAt } from '../records-in';
import { accountOf, type Files, notThere, readingOf, readingsOf } from './files';

/** Something taken out of the files. */
export interface Removal {
  readonly slice: SliceName;
  /** Where it was in the content; empty for the whole file. */
  readonly path: RecordPath;
  /** What a verdict has to name to say that it is missing: the slice, or the record with the ids in it. */
  readonly names: readonly string[];
  /** The record that was taken out, or the one whose field was; of a whole file, its content. */
  readonly record: unknown;
  /** The name of the field that was taken out of the record: `Routes.State`. */
  readonly field?: string;
  /** For example `endpoints 0 without State`. */
  readonly shown: string;
}

/** An account of which things can be taken out, one at a time. */
export interface Removable {
  readonly whole: Snapshot;
  readonly after: (removal: Removal) => Snapshot;
}

/** The account of these files. What is taken out is read again; the rest is as it was. */
export function removableFrom(files: Files): Removable {
  const readings = readingsOf(files);
  return {
    whole: accountOf(readings),
    after: ({ slice, path }) => {
      const file = files.get(slice);
      const reading =
        path.length === 0 || file === undefined
          ? notThere(slice)
          : readingOf(slice, { ...file, content: withoutAt(file.content, path) });
      return accountOf({ ...readings, [slice]: reading });
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

/** Every record that can be taken out: of lists, all that belongs to a VPC, and each of the things that do. */
export function recordRemovals(files: Files): readonly Removal[] {
  return [...files].flatMap(([slice, { content }]) =>
    placesIn(content).map((path) => {
      const record = valueAt(content, path);
      return { slice, path, names: idsIn(record, path), record, shown: `${slice} ${path.join('.')}` };
    }),
  );
}

function placesIn(content: unknown): readonly RecordPath[] {
  if (!isRecord(content)) return recordsIn(content);
  return Object.entries(content).flatMap(([vpc, value]) => [
    [vpc],
    ...(Array.isArray(value) ? value.map((_, index) => [vpc, index]) : []),
  ]);
}

/** Every field of every record that can be taken out. */
export function fieldRemovals(files: Files): readonly Removal[] {
  return [...files].flatMap(([slice, { content }]) =>
    recordsIn(content).flatMap((path) => {
      const record = valueAt(content, path);
      return fieldsOf(record).map((at) => {
        const field = at.filter((part) => typeof part === 'string').join('.');
        return {
          slice,
          path: [...path, ...at],
          names: [...idsIn(record, path), String(at.at(-1))],
          record,
          field,
          shown: `${slice} ${path.join('.')} without ${field}`,
        };
      });
    }),
  );
}

/** The ids by which others refer to a record; of what belongs to a VPC, the VPC's. */
function idsIn(record: unknown, path: RecordPath): readonly string[] {
  const [key] = path;
  const own = isRecord(record)
    ? Object.entries(record).flatMap(([name, value]) =>
        typeof value === 'string' && /(?:Id|Name)$/.test(name) && name !== 'VpcId' ? [value] : [],
      )
    : [];
  const ofVpc =
    isRecord(record) && own.length === 0 && typeof record['VpcId'] === 'string' ? [record['VpcId']] : [];
  return [...(typeof key === 'string' ? [key] : []), ...own, ...ofVpc];
}
