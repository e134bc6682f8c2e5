import { readFile } from 'node:fs/promises';
import { messageOf } from '../../adapters/errors';
import { parseEvent } from '../../adapters/triggers/parse-event';
import { BadInputError } from '../../core/model/bad-input';
import { dryRunAction, dryRunPass, type DryRunResult } from '../../core/engine';
import { rules } from '../../rules/registry';
import { settingsInForce } from '../account/settings';
import { memoryOf } from '../account/memory';
import { openLive } from '../account/source';
import { checkLedger, operatorPorts } from '../operator/operator-ports';
import { type Io, write } from '../io';
import type { LedgerOptions, SourceOptions } from '../options';
import { pasteable } from '../output/commands';
import { type Paint, paintFor } from '../output/paint';
import { callText } from '../output/step-text';
import { wrap } from '../output/wrap';

export interface SimulateOptions extends SourceOptions, LedgerOptions {
  readonly format: 'table' | 'json';
}

/**
 * `palisade simulate EVENT.json`: what Palisade would do about an event in the live account; nothing is done. The event
 * may be any that one of the functions is invoked with.
 */
export async function simulateCommand(path: string, options: SimulateOptions, io: Io): Promise<number> {
  const asked = parseEvent(await readEvent(path), { ownRoles: [], rules });
  const { settings } = await settingsInForce(options, io);
  const source = await openLive(options, io);
  const memory = await memoryOf(options, source, io);
  const ports = operatorPorts({ source, settings, memory, io });
  await checkLedger(ports, memory);
  if (asked.kind === 'ignored') {
    await write(
      io.stdout,
      options.format === 'json' ? '[]\n' : `Nothing would be looked at: ${asked.because}\n`,
    );
    return 0;
  }
  const found =
    asked.kind === 'check'
      ? await dryRunPass(ports, asked.over, asked.ruleIds)
      : await Promise.all(asked.findings.map(({ id }) => dryRunAction(ports, asked.action, id, asked.at)));
  const text =
    options.format === 'json'
      ? JSON.stringify({ schema: 'palisade/simulation/1', findings: found }, null, 2)
      : pasteable(dryRunText(found, paintFor(io.stdout, io.env)), io, options);
  await write(io.stdout, `${text}\n`);
  return 0;
}

async function readEvent(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new BadInputError(path, '', `cannot be read: ${messageOf(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInputError(path, '', 'is not JSON');
  }
}

const words: Readonly<Record<string, string>> = {
  nothing: 'nothing',
  report: 'would only be reported',
  ticket: 'would open or update a ticket',
  ask: 'would ask for approval',
  wait: 'would wait',
  act: 'would act now',
  close: 'would close its ticket',
};

/** Finding by finding, what would be done and why. Findings about which nothing would be done are only counted. */
function dryRunText(found: readonly DryRunResult[], paint: Paint): string {
  const shown = found.filter(({ would }) => would !== 'nothing');
  const rest = found.length - shown.length;
  return [
    ...shown.map(({ finding, would, because, steps, until }) =>
      [
        paint.bold(finding),
        wrap(
          `${words[would] ?? `would ${would}`}${until === undefined ? '' : ` until ${until}`}: ${because}`,
          paint.width,
          '  ',
        ),
        ...steps.map((step) => `  ${callText(step)}\n    ${step.why}`),
      ].join('\n'),
    ),
    ...(shown.length > 0 && rest > 0 ? [''] : []),
    ...(rest > 0 || shown.length === 0
      ? [`Nothing would be done about ${rest} of ${found.length} findings.`]
      : []),
  ].join('\n');
}
