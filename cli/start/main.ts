import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClients } from '../../adapters/aws/clients';
import { functionNames } from '../../infra/build.cjs';
import { packageService } from '../../infra/package.cjs';
import { paintFor } from '../output/paint';
import { openAccount } from './account';
import { startNarrator } from './narrate';
import { play } from './play';

const root = path.join(__dirname, '../..');

/**
 * `npm start`: packages the service, deploys it into the embedded account and shows it at work there. Exits with 0 when
 * everything ended well.
 */
async function main(): Promise<number> {
  const { stdout } = process;
  const paint = paintFor(stdout, process.env);
  const write = (text: string): void => {
    stdout.write(text);
  };
  write(
    `${paint.bold('Palisade')}: the packaged functions against an embedded AWS account. Nothing leaves this machine.\n\n`,
  );
  const packaged = await packageService(path.join(root, 'dist/package'));
  for (const name of functionNames) {
    const { size } = statSync(path.join(packaged.folder, `${name}.zip`));
    write(`packaged  ${name.padEnd(12)} ${String(Math.round(size / 1_024)).padStart(5)} KB\n`);
  }

  const account = await openAccount();
  try {
    const narration = startNarrator(write, paint, Date.now);
    const { ok, report } = await play({
      account,
      packaged,
      actMs: 60_000,
      clients: createClients(),
      narration,
      write,
      paint,
    });
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
