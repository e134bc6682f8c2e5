import { createInterface } from 'node:readline';
import { BadInputError } from '../../core/model/bad-input';
import type { Io } from '../io';

/** To be called before any work. @throws BadInputError when there is nobody to ask */
export function needPerson(command: string, isSure: boolean | undefined, { stdin }: Io): void {
  if (isSure !== true && stdin.isTTY !== true)
    throw new BadInputError(
      command,
      '',
      'it changes AWS and asks first, but the input is not a terminal: add --yes when you are sure',
    );
}

/** Whether the person at the terminal says yes. Ctrl-D, Ctrl-C and the end of the input count as no. */
export async function confirm(question: string, { stdin, stderr }: Io): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await new Promise<string>((resolve) => {
      lines.once('SIGINT', () => {
        lines.close();
      });
      lines.once('close', () => {
        resolve('');
      });
      lines.question(`${question} [y/N] `, resolve);
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
