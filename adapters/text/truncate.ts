const ellipsis = '…';

/** The text in at most `max` characters, cut after a whole word if possible, and marked with an ellipsis. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - ellipsis.length);
  const wordEnd = /\s/.test(text.charAt(head.length)) ? head.length : head.search(/\s\S*$/);
  // A single word that fills most of the space is cut inside, but without leaving half a character (a lone surrogate).
  const kept = wordEnd > max / 2 ? head.slice(0, wordEnd) : head.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}${ellipsis}`;
}

/**
 * The text in at most `max` bytes of UTF-8, cut after a whole line if possible. `tail` is appended to a text that was
 * cut.
 */
export function truncateLines(text: string, max: number, tail: string): string {
  if (Buffer.byteLength(text) <= max) return text;
  const room = max - Buffer.byteLength(`\n${tail}`);
  // Decoding turns a character that was cut in the middle into U+FFFD.
  const head = Buffer.from(text)
    .subarray(0, room)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
  const lineEnd = head.lastIndexOf('\n');
  return `${(lineEnd > 0 ? head.slice(0, lineEnd) : head).trimEnd()}\n${tail}`;
}
