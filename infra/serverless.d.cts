/** The result of a command of the Serverless Framework. */
export interface Ran {
  readonly code: number;
  /** The output to both streams, in the order in which it came. */
  readonly printed: string;
}
export declare function runServerless(
  args: readonly string[],
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<Ran>;
