import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';

const root = path.join(__dirname, '../..');

/** The result of a command. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output and standard error together. */
  readonly text: string;
  /** The calls that change something, in IAM notation, in order. */
  readonly writes: readonly string[];
}

/** A sandbox account, and the means to deploy into it. */
export interface DeployAccount {
  readonly sandbox: Sandbox;
  readonly cloud: Cloud;
  /** Runs the real command as a child process. */
  serverless(args: readonly string[], env?: Readonly<Record<string, string | undefined>>): Promise<Run>;
  stop(): Promise<void>;
}

const engineer = 'AKIAENGINEER';
/** Timeout of a command (ms), with room for a busy machine. */
const patienceMs = 180_000;

export async function startPlace(): Promise<DeployAccount> {
  const sandbox = await startSandbox({ timings: { queueSecond: 20 } });
  const cloud = createCloud(sandbox);
  return {
    sandbox,
    cloud,
    async serverless(args, env = {}) {
      sandbox.resetCalls();
      const keys = [engineer, env['AWS_ACCESS_KEY_ID']];
      const run = await command(args, { ...environment(sandbox), ...env });
      const writes = sandbox
        .calls()
        .filter(({ operation }) => !/^(Get|List|Describe|Head|Simulate|Validate)/.test(operation))
        // Deployed functions run at the same time, with their own access keys: their calls are not counted.
        .filter(({ accessKeyId }) => accessKeyId === undefined || keys.includes(accessKeyId))
        .map(({ service, operation }) => `${service}:${operation}`);
      return { ...run, writes };
    },
    async stop() {
      await cloud.stop();
      await sandbox.stop();
    },
  };
}

function environment({ url, region }: Sandbox): Record<string, string | undefined> {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: engineer,
    AWS_SECRET_ACCESS_KEY: 'of-the-embedded-account',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    // The configuration files of the developer must not matter.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    SLS_AWS_MONITORING_FREQUENCY: '100',
    SLS_NOTIFICATIONS_MODE: 'off',
    PALISADE_CHECK_PERMISSIONS: undefined,
  };
}

function command(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Omit<Run, 'writes'>> {
  return new Promise((resolve, reject) => {
    const program = path.join(root, 'node_modules/serverless/bin/serverless.js');
    const child = spawn(process.execPath, [program, ...args], { cwd: root, env, timeout: patienceMs });
    let [stdout, stderr, text] = ['', '', ''];
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      text += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
      text += data.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr, text });
    });
  });
}
