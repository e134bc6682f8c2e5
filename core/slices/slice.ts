import type { z } from 'zod';
import type { ResourceType } from '../model/resource';
import type { InVpcOf, Named, Near } from '../model/selectors';

/** A resource that is known to exist, or was asked for, but could not be read. */
export interface Unread {
  readonly id: string;
  readonly because: string;
}

/** Resources of one kind, and those among them that could not be read. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly unreadable: readonly Unread[];
}

/** How a part of a slice can be asked for: not at all, by VPC, or by naming resources of a type (or what is near them). */
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

/** What there is to know about one slice of observed state; everything that lists slices is made from these. */
export interface Slice<T, P extends Parts = Parts> {
  readonly parts: P;
  /** It is read and written with a list of its own of what could not be read. */
  readonly listsUnread: boolean;
  /** The same in every Region. */
  readonly isGlobal?: true;
  /** Nothing reads it from AWS: a person puts its file into an export. */
  readonly byHand?: true;
  /** The name of its file in an export. */
  readonly file: string;
  /** What the file has to hold, for messages. */
  readonly holds: string;
  /** The row of the file in docs/export.md. */
  readonly page: string;
  /** Whether content without a telling name is of this kind. */
  readonly recognises: (content: unknown) => boolean;
  /** Makes a value of a file's content, which may come in several forms, and of what could not be read. */
  readonly schema: (content: unknown, unread: readonly Unread[]) => z.ZodType<T>;
  /** The content of its file, and what could not be read. */
  readonly write: (value: T) => { readonly content: unknown; readonly unread: readonly Unread[] };
}
