/**
 * Breaks text into lines of at most `width` characters at its spaces, all indented; line breaks of the text stay.
 * A word that is longer than a line is left whole, so that ids and commands can be copied.
 */
export function wrap(text: string, width: number, indent = '', first = indent): string {
  return text
    .split('\n')
    .flatMap((line, index) => wrapLine(line, width, indent, index === 0 ? first : indent))
    .join('\n');
}

function wrapLine(line: string, width: number, indent: string, first: string): string[] {
  const lines: string[] = [];
  let current = first;
  let isEmpty = true;
  for (const word of line.split(' ')) {
    if (!isEmpty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = indent + word;
    } else current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current];
}
