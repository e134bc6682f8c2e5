import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../adapters/errors';
import { BadInputError } from '../../core/model/bad-input';
import type { Format } from '../../core/guardrail/formats';
import { writeGuardrail, type Written } from '../../core/guardrail/write';
import { settingsInForce } from '../account/settings';
import { openSource } from '../account/source';
import { guardrailJson, guardrailNotes } from '../guardrail/text';
import { type Io, write } from '../io';
import type { SourceOptions } from '../options';
import { paintFor } from '../output/paint';

export interface GuardrailOptions extends SourceOptions {
  readonly format: Format;
  readonly rootAccess?: boolean;
  readonly allAccounts?: boolean;
  readonly output: 'policy' | 'json';
  readonly out?: string;
}

/**
 * `palisade guardrail`: prints the policies, ready for use, to stdout, and what was proved about them to stderr.
 * @throws BadInputError when no policy can be written
 */
export async function guardrailCommand(options: GuardrailOptions, io: Io): Promise<number> {
  if (options.format === 'endpoint-policy' && options.allAccounts === true)
    throw new BadInputError(
      '--all-accounts',
      options.format,
      'an endpoint policy names its accounts: give perimeter.accounts or perimeter.organization in settings',
    );
  const { settings } = await settingsInForce(options, io, io.stderr);
  const source = await openSource(options, io);
  const snapshot = await source.gather({ endpoints: 'all' });
  const { format, rootAccess = false, allAccounts = false } = options;
  const written = writeGuardrail({ format, rootAccess, allAccounts }, snapshot, settings);
  if (written.status === 'refused') throw new BadInputError('guardrail', format, written.because);
  if (options.out !== undefined) await writeFiles(options.out, written.documents);
  await write(
    io.stdout,
    options.output === 'json'
      ? `${JSON.stringify(guardrailJson(format, snapshot.place, written), null, 2)}\n`
      : options.out === undefined
        ? written.documents.map(({ text }) => `${text}\n`).join('\n')
        : written.documents.map(({ name }) => `Wrote ${fileOf(options.out ?? '', name)}\n`).join(''),
  );
  await write(io.stderr, guardrailNotes(written, paintFor(io.stderr, io.env)));
  return 0;
}

function fileOf(folder: string, name: string): string {
  return path.join(folder, `${name}.json`);
}

async function writeFiles(
  folder: string,
  documents: Extract<Written, { status: 'written' }>['documents'],
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    // Without a line break at the end: quotas may count white space, and the size printed is that of the file.
    for (const { name, text } of documents) await writeFile(fileOf(folder, name), text);
  } catch (error) {
    throw new BadInputError('--out', folder, `cannot be written: ${messageOf(error)}`);
  }
}
