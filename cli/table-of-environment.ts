import type { Command } from 'commander';
import { BadInputError } from '../core/model/bad-input';
import { type Io, write } from './io';

/**
 * Applies PALISADE_TABLE from the environment: a stack or file named on the command line takes precedence over it, and
 * when it is used, that is printed as one line on stderr.
 * @throws BadInputError for --table together with --stack in a command that writes to the ledger, because it would be a
 * guess which of the two wins. `doctor` and `resume` only read, and accept both.
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
