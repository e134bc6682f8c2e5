import type { Plugin } from 'esbuild';

/** A built function: its entry file, the size of that file, and the size of everything in its folder, in bytes. */
export interface BuiltFunction {
  readonly name: string;
  readonly file: string;
  readonly entryBytes: number;
  readonly bytes: number;
}

export interface BuildOptions {
  /** The parent of the functions' folders. Default: `dist/functions`. */
  readonly folder?: string;
  /** Default: every function. */
  readonly names?: readonly string[];
  /** esbuild plugins, for tests that change the code during the build. */
  readonly plugins?: Plugin[];
}

export function buildFunctions(options?: BuildOptions): Promise<BuiltFunction[]>;

export declare const functionNames: readonly string[];
