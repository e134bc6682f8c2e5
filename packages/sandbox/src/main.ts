import { parseArgs } from 'node:util';
import { type Cloud, createCloud } from './cloudformation/cloud';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox';
import { readSeed, seedAccount, type SeedCall } from './seeds';

// The embedded account by itself: `npx palisade-sandbox --port 4577 --seed open`.

const usage = `Usage: palisade-sandbox [options]

  --port PORT      where it listens; 0 takes a free port (default 4577)
  --region REGION  (default us-east-1)
  --account ID     12 digits (default 111122223333)
  --factor N       the account's clock runs N times as fast (default 1)
  --seed NAME|FILE what is in it at the start: closed, open, empty, or a JSON file of calls (default empty)
  --help
`;

interface Chosen {
  readonly options: SandboxOptions;
  readonly seed: string;
  readonly calls: readonly SeedCall[];
}

/** The options of the command; nothing where only help is wanted. */
function chosen(): Chosen | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4577' },
      region: { type: 'string', default: 'us-east-1' },
      account: { type: 'string', default: '111122223333' },
      factor: { type: 'string', default: '1' },
      seed: { type: 'string', default: 'empty' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  const factor = Number(values.factor);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port: ${values.port} is not a port`);
  if (!(factor > 0)) throw new Error(`--factor: ${values.factor} is not a positive number`);
  if (!/^\d{12}$/.test(values.account)) throw new Error(`--account: ${values.account} is not 12 digits`);
  const { region, account: accountId, seed } = values;
  return { options: { port, region, accountId, clock: { factor } }, seed, calls: readSeed(seed) };
}

/** So long before the present a seed begins, in milliseconds: what it makes needs some time until it is there. */
const HISTORY = 60 * 60_000;

/** A running account with its seed in it. Its clock shows the present, as it does without a seed. */
async function seeded({ options, seed, calls }: Chosen): Promise<Sandbox> {
  if (calls.length === 0) return startSandbox(options);
  const account = await startSandbox({ ...options, startTime: Date.now() - HISTORY });
  try {
    await seedAccount(account, calls, seed);
  } catch (error) {
    await account.stop();
    throw error;
  }
  await account.clock.advance(Math.max(0, Date.now() - account.clock.now()));
  account.resetCalls();
  return account;
}

async function main(): Promise<void> {
  const command = chosen();
  if (command === undefined) {
    process.stdout.write(usage);
    return;
  }
  // Users of an account need not hear which versions of Node the SDK will support one day.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const account = await seeded(command);
  // From here on stacks can be deployed: `serverless deploy`, `aws cloudformation deploy`.
  const cloud = createCloud(account);
  const made = command.calls.length === 0 ? [] : [`Seed ${command.seed}: ${command.calls.length} calls made`];
  process.stdout.write(
    [
      `Embedded AWS account ${account.accountId} in ${account.region}: ${account.url}`,
      ...made,
      'Use it with any credentials:',
      `  export AWS_ENDPOINT_URL=${account.url} AWS_REGION=${account.region} AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any`,
      '  aws sagemaker list-notebook-instances',
      'Ctrl-C stops it; nothing is kept.\n',
    ].join('\n'),
  );
  const stop = () => void end(cloud, account).then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Ends the processes of functions first: they call the account. */
async function end(cloud: Cloud, account: Sandbox): Promise<void> {
  await cloud.stop();
  await account.stop();
}

main().catch((error: unknown) => {
  process.stderr.write(`palisade-sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
