import type { Plugin } from 'esbuild';

/** One built function: its entry file, and the sizes of that and of everything in its folder in bytes. */
export interface BuiltFunction {
  readonly name: string;
  readonly file: string;
  readonly entryBytes: number;
  readonly bytes: number;
}

export interface BuildOptions {
  /** Where the functions' folders go. Default: `dist/functions`. */
  readonly folder?: string;
  /** Default: every function. */
  readonly names?: readonly string[];
  /** esbuild plugins, for tests that change the code on its way. */
  readonly plugins?: Plugin[];
}

export function buildFunctions(options?: BuildOptions): Promise<BuiltFunction[]>;

export declare const functionNames: readonly string[];
