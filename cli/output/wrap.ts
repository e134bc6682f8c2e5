/**
 * Breaks text into lines of at most `width` characters at its spaces, all indented; line breaks of the text stay.
 * A word that is longer than a line is left whole, and so are commands (lines of their own, or in backticks), so that
 * ids and commands can be copied.
 */
export function wrap(text: string, width: number, indent = '', first = indent): string {
  return text
    .split('\n')
    .flatMap((line, index) => wrapLine(line, width, indent, index === 0 ? first : indent))
    .join('\n');
}

const commandOfItsOwn = /^(aws|palisade|npx palisade|node \S*palisade\.mjs) [a-z]/;

function wrapLine(line: string, width: number, indent: string, first: string): string[] {
  if (commandOfItsOwn.test(line)) return [first + line];
  const lines: string[] = [];
  let current = first;
  let isEmpty = true;
  for (const word of wordsOf(line)) {
    if (!isEmpty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = indent + word;
    } else current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current];
}

/** Splits at single spaces, but not within backticks; one that is never closed is an ordinary character. */
function wordsOf(line: string): readonly string[] {
  const plain = line.split(' ');
  const words: string[] = [];
  let isOpen = false;
  for (const word of plain) {
    if (isOpen) words.push(`${words.pop() ?? ''} ${word}`);
    else words.push(word);
    if (word.split('`').length % 2 === 0) isOpen = !isOpen;
  }
  return isOpen ? plain : words;
}
