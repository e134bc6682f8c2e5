import type { z } from 'zod';
import type { ResourceType } from '../model/resource';
import type { InVpcOf, Named, Near } from '../model/selectors';

/** A resource that is known to exist, or was requested, but could not be read. */
export interface Unread {
  readonly id: string;
  readonly because: string;
}

/** Resources of one kind, and the ones that could not be read. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly unreadable: readonly Unread[];
}

/**
 * The parts of a slice that can be requested: none, by VPC, or by resources of a type (with `near`: or what is near
 * them).
 */
export type Parts =
  | 'none'
  | 'by-vpc'
  | { readonly named: ResourceType }
  | { readonly named: ResourceType; readonly near: true };

/** The selectors that a request may use. */
export type SelectorFor<P extends Parts> = P extends 'by-vpc'
  ? InVpcOf
  : P extends { readonly named: infer T extends ResourceType }
    ? Named<T> | (P extends { readonly near: true } ? Near : never)
    : never;

/** The definition of one slice of observed state; everything that lists slices is generated from these. */
export interface Slice<T, P extends Parts = Parts> {
  readonly parts: P;
  /** Its file comes with a separate list of what could not be read. */
  readonly listsUnread: boolean;
  /** The same in every Region. */
  readonly isGlobal?: true;
  /** Nothing reads it from AWS: a person adds its file to an export. */
  readonly byHand?: true;
  /** The name of its file in an export. */
  readonly file: string;
  /** What the file must contain, for messages. */
  readonly holds: string;
  /** The row of the file in docs/export.md. */
  readonly page: string;
  /** Whether content in a file of another name is of this kind. */
  readonly recognises: (content: unknown) => boolean;
  /** The schema that turns a file's content, which may have several forms, and what could not be read into a value. */
  readonly schema: (content: unknown, unread: readonly Unread[]) => z.ZodType<T>;
  /** The content of the file, and what could not be read. */
  readonly write: (value: T) => { readonly content: unknown; readonly unread: readonly Unread[] };
}
