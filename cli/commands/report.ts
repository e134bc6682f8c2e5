import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '../../adapters/errors';
import { BadInputError } from '../../core/model/bad-input';
import { type JudgedAccount, judgeAccount } from '../account/judge';
import { exitCode } from '../exit-code';
import { type Io, write } from '../io';
import type { JudgeOptions } from '../options';
import { countsText } from '../output/summary-text';
import { renderReport, type ReportModel } from '../report/html';

export interface ReportOptions extends JudgeOptions {
  readonly out: string;
}

/** `palisade report`: writes what a scan found as one HTML file. Exit codes as for a scan. */
export async function reportCommand(options: ReportOptions, io: Io): Promise<number> {
  const judged = await judgeAccount(options, io);
  await writeOut(options.out, renderReport(modelOf(judged)));
  await write(io.stdout, `Wrote ${options.out}: ${countsText(judged.findings)}\n`);
  return exitCode(judged.findings, options.failOn);
}

function modelOf({ snapshot, findings, perimeter, at }: JudgedAccount): ReportModel {
  return {
    title: 'SageMaker perimeter report',
    place: snapshot.place,
    generatedAt: at,
    entries: findings.map((finding) => ({ finding })),
    ...(perimeter.status === 'known' ? { perimeter: perimeter.perimeter } : {}),
  };
}

async function writeOut(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new BadInputError('--out', path, `cannot be written: ${messageOf(error)}`);
  }
}
