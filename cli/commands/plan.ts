import { judgeAccount } from '../account/judge';
import { exitCode } from '../exit-code';
import { type Io, write } from '../io';
import { pasteable } from '../output/commands';
import { nextCommands } from '../output/next-command';
import { paintFor } from '../output/paint';
import { plannedText } from '../output/plan-text';
import { planDocument } from '../output/scan-json';
import { scanText } from '../output/scan-text';
import type { ScanOptions } from './scan';

/** `palisade plan`: a scan with every step in full, as a preview. Changes nothing. */
export async function planCommand(options: ScanOptions, io: Io): Promise<number> {
  const judged = await judgeAccount(options, io);
  const next = nextCommands('plan', judged.findings, options, io);
  const text =
    options.format === 'json'
      ? `${JSON.stringify(planDocument(judged), null, 2)}\n`
      : scanText(judged, paintFor(io.stdout, io.env), { all: options.all === true, next }, (finding, paint) =>
          pasteable(plannedText(finding, paint), io, options),
        );
  await write(io.stdout, text);
  return exitCode(judged.findings, options.failOn);
}
