import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClients } from '../../adapters/aws/clients';
import { startSandbox } from '../../sandbox/sandbox';
import { buildFunctions } from '../../infra/build.cjs';
import { paintFor } from '../output/paint';
import { narrator } from './narrate';
import { play } from './play';

const root = path.join(__dirname, '../..');
const engineer = 'AKIADEMOENGINEER0000';

/** `npm start`: builds the functions and shows them at work on the embedded account. Exits 0 when all ended well. */
async function main(): Promise<number> {
  const { stdout } = process;
  const paint = paintFor(stdout, process.env);
  const write = (text: string): void => {
    stdout.write(text);
  };
  write(
    `${paint.bold('Palisade')}: the packaged functions against an embedded AWS account. Nothing leaves this machine.\n\n`,
  );
  for (const { name, bytes } of await buildFunctions())
    write(`built     ${name.padEnd(12)} ${String(Math.round(bytes / 1_024)).padStart(5)} KB\n`);

  const account = await startSandbox({
    // Quick enough to watch, slow enough that every state is seen.
    timings: {
      notebookStart: 1_500,
      notebookStop: 1_500,
      notebookDelete: 500,
      endpointCreate: 0,
      endpointModify: 0,
    },
    // Reads may lag behind writes, as on AWS: verification has to cope.
    consistencyMs: 400,
    identities: {
      [engineer]: {
        type: 'IAMUser',
        principalId: 'AIDADEMOENGINEER0000',
        arn: 'arn:aws:iam::111122223333:user/platform-engineer',
        accountId: '111122223333',
        userName: 'platform-engineer',
      },
    },
  });
  // The SDK reads these; the functions run in processes of their own, with their own.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: account.region,
    AWS_ACCESS_KEY_ID: engineer,
    AWS_SECRET_ACCESS_KEY: 'of-the-embedded-account',
    // The functions are made for Node 24; that the SDK will leave Node 20 behind is no news for the viewer.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  try {
    const narration = narrator(write, paint, Date.now);
    const { ok, report } = await play({ account, clients: createClients(), narration, write, paint });
    mkdirSync(path.join(root, 'out'), { recursive: true });
    writeFileSync(path.join(root, 'out/report.html'), report);
    write('The report is in out/report.html.\n');
    return ok ? 0 : 1;
  } finally {
    await account.stop();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`npm start failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
