import { parseArgs } from 'node:util';
import { type Cloud, createCloud } from './cloudformation/cloud';
import { type Sandbox, startSandbox } from './sandbox';

/** The embedded account by itself: `npx tsx packages/sandbox/src/main.ts --port 4577`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4577' },
      region: { type: 'string', default: 'us-east-1' },
      account: { type: 'string', default: '111122223333' },
      factor: { type: 'string', default: '1' },
    },
  });
  const port = Number(values.port);
  const factor = Number(values.factor);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port: ${values.port} is not a port`);
  if (!(factor > 0)) throw new Error(`--factor: ${values.factor} is not a positive number`);
  if (!/^\d{12}$/.test(values.account)) throw new Error(`--account: ${values.account} is not 12 digits`);
  const account = await startSandbox({
    port,
    region: values.region,
    accountId: values.account,
    clock: { factor },
  });
  // From here on stacks can be deployed: `serverless deploy`, `aws cloudformation deploy`.
  const cloud = createCloud(account);
  process.stdout.write(
    [
      `Embedded AWS account ${account.accountId} in ${account.region}: ${account.url}`,
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
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
