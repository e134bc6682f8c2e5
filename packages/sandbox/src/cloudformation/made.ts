/** A resource as it was made: its physical id (what `Ref` gives) and its attributes. */
export interface MadeResource {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}
