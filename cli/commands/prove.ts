import type { Io } from '../io';
import { proveLines } from '@palisade/iam/prove';

/** `palisade prove`: JSON problems from stdin, JSON answers to stdout, line by line. */
export async function proveCommand({ stdin, stdout }: Pick<Io, 'stdin' | 'stdout'>): Promise<number> {
  await proveLines(stdin, stdout);
  return 0;
}
