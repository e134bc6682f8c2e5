/** How a command of the Serverless Framework ended. */
export interface Ran {
  readonly code: number;
  /** What it wrote to both streams, in the order in which it came. */
  readonly printed: string;
}
export declare function runServerless(
  args: readonly string[],
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<Ran>;
