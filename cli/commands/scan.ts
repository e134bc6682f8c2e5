import { judgeAccount } from '../account/judge';
import { exitCode } from '../exit-code';
import { type Io, write } from '../io';
import type { JudgeOptions } from '../options';
import { nextCommands } from '../output/next-command';
import { paintFor } from '../output/paint';
import { scanDocument } from '../output/scan-json';
import { scanText } from '../output/scan-text';

export interface ScanOptions extends JudgeOptions {
  readonly format: 'table' | 'json';
  readonly all?: boolean;
}

/** `palisade scan`: judges, prints, and says by its exit code whether anything fails. */
export async function scanCommand(options: ScanOptions, io: Io): Promise<number> {
  const judged = await judgeAccount(options, io);
  const text =
    options.format === 'json'
      ? `${JSON.stringify(scanDocument(judged), null, 2)}\n`
      : scanText(judged, paintFor(io.stdout, io.env), {
          all: options.all === true,
          next: nextCommands('scan', judged.findings, options, io),
        });
  await write(io.stdout, text);
  return exitCode(judged.findings, options.failOn);
}
