/** One built function: its entry file, and the size of everything in its folder in bytes. */
export interface BuiltFunction {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
}

export function buildFunctions(): Promise<BuiltFunction[]>;
