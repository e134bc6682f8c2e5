import type { Command } from 'commander';
import { BadInputError } from '../core/model/bad-input';
import { type Io, write } from './io';

/**
 * What PALISADE_TABLE of the environment counts for: it gives way to a deployment or a file that was named, and where it
 * is obeyed, that is said in one line on stderr.
 * @throws BadInputError for --table together with --stack, where something is remembered: which of the two would win is
 * nobody's guess. `doctor` and `resume` only look, and take both.
 */
export async function tableOfEnvironment(action: Command, io: Pick<Io, 'stderr'>): Promise<void> {
  const table: unknown = action.getOptionValue('table');
  if (typeof table !== 'string') return;
  const isNamed = (name: string): boolean => action.getOptionValueSource(name) === 'cli';
  const remembers = action.options.some((option) => option.attributeName() === 'ledger');
  if (remembers && isNamed('table') && isNamed('stack'))
    throw new BadInputError('--table', table, 'cannot be used with --stack, which says the table itself');
  if (action.getOptionValueSource('table') !== 'env') return;
  if (isNamed('stack') || isNamed('ledger')) action.setOptionValue('table', undefined);
  else await write(io.stderr, `table ${table} (PALISADE_TABLE)\n`);
}
