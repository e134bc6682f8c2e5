/** A created resource: its physical id (the value of `Ref`) and its attributes. */
export interface CreatedResource {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}
