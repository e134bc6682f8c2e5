import { readFile } from 'node:fs/promises';
import { BadInputError } from '../../core/model/bad-input';
import { messageOf, systemCodeOf } from '../errors';
import { jsonErrorPlace } from './json-position';

/**
 * The JSON in a file; `undefined` if there is no such file.
 * @throws BadInputError if it cannot be read or, with line and column, if it is not JSON
 */
export async function readJson(path: string): Promise<{ readonly value: unknown } | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw new BadInputError(path, '', `cannot be read: ${messageOf(error)}`);
  }
  const text = decoded(bytes);
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    if (text.trim() === '') throw new BadInputError(path, '', 'is empty');
    const { line, column, isCut } = jsonErrorPlace(text);
    throw new BadInputError(
      path,
      `line ${line}, column ${column}`,
      isCut ? 'the JSON ends too early; the file was probably cut off' : 'is not valid JSON here',
    );
  }
}

/** Decodes UTF-16 and removes a byte order mark, because PowerShell redirects output in these forms. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}
