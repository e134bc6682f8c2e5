import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { certifying } from '../certificate/engine';
import { createEngine } from '../src';
import { answerLine } from './answer';

export { checkLines } from './check';

const BATCH = 64;
/** Some shells begin their output with one. */
const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * `palisade prove`: one JSON problem a line in, one JSON answer a line out, in order. Waits while the output is full,
 * so that memory stays constant however long the input is. A malformed line is answered with an `error`.
 * @param options certificates: answers have a certificate for each verdict that no request is left
 */
export async function proveLines(
  input: Readable,
  output: Writable,
  options: { readonly certificates?: boolean } = {},
): Promise<void> {
  const plain = createEngine({ keepAnswers: false });
  const engine = options.certificates === true ? certifying(plain) : plain;
  const lines = createInterface({ input, crlfDelay: Infinity });
  let batch: string[] = [];
  const flush = async () => {
    const text = batch.join('');
    batch = [];
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  };
  for await (const line of lines) {
    if (line.trim() === '') continue;
    batch.push(`${answerLine(line.replace(BYTE_ORDER_MARK, ''), engine)}\n`);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
}
