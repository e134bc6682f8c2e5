import { valuesIn } from '../../core/model/json';
// Finds the commands in Palisade's output where a person would find them: on a line of their own, after a label, or in
// backticks. It needs no test runner, because the end-to-end run uses it too.

/** The commands of the command line. A mention of one of them in prose has to be a command that can be pasted. */
const commandNames = [
  'scan',
  'plan',
  'apply',
  'undo',
  'approve',
  'audit',
  'simulate',
  'redrive',
  'uninstall',
  'explain',
  'report',
  'guardrail',
  'collect',
  'doctor',
  'settings',
  'prove',
  'stop',
  'resume',
] as const;

const program = String.raw`(?<![\w.])(?:(?:npx )?palisade (?:${commandNames.join('|')})(?![\w-])|aws [a-z0-9-]+ [a-z])`;
const inBackticks = new RegExp('`(' + program + '[^`\n]*)`', 'g');
/** A command at the start of a line, or after a label that ends with a colon. */
const onALine = new RegExp(String.raw`^[^\S\n]*(?:[^\`\n]*: )?(${program}[^\`\n]*)$`, 'gm');

/** Every command in a text, in the order of the text, without duplicates. */
export function commandsIn(text: string): readonly string[] {
  const plain = withoutColours(text);
  const found = [inBackticks, onALine].flatMap((pattern) =>
    [...plain.matchAll(pattern)].map(({ 1: command = '', index }) => ({ command: command.trim(), index })),
  );
  return [...new Set(found.sort((a, b) => a.index - b.index).map(({ command }) => command))];
}

/**
 * Mentions of commands that cannot be pasted, such as `palisade undo takes it back`. An author in the audit trail
 * (`palisade apply by ann`) is not a mention.
 */
export function strayMentions(text: string): readonly string[] {
  const commands = commandsIn(text);
  const rest = commands.reduce(
    (left, command) => left.replaceAll(command, ' '),
    withoutColours(text).replaceAll(
      /\b(?:palisade (?:apply|undo|approve) by \S+|palisade uninstall$)/gm,
      ' ',
    ),
  );
  return [...rest.matchAll(new RegExp(program, 'g'))].map(({ 0: found, index }) =>
    rest.slice(Math.max(0, index - 40), index + found.length + 40).replaceAll('\n', ' '),
  );
}

/**
 * The words of a command as a POSIX shell would pass them.
 * @throws SyntaxError for an open quote, or a character that the shell would interpret
 */
export function shellWords(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let rest = command; rest !== '';) {
    const [part, text] = /^'([^']*)'/.exec(rest) ?? /^"([^"\\$`]*)"/.exec(rest) ?? /^\\(.)/.exec(rest) ?? [];
    if (part !== undefined) {
      word = (word ?? '') + (text ?? '');
      rest = rest.slice(part.length);
    } else if (/^\s/.test(rest)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      rest = rest.trimStart();
    } else {
      const [char = ''] = rest;
      if (/["'`$&|;<>()*?[\]#~!{}\\]/.test(char))
        throw new SyntaxError(`the shell would interpret ${char} in: ${command}`);
      word = (word ?? '') + char;
      rest = rest.slice(1);
    }
  }
  return word === undefined ? words : [...words, word];
}

/** The text of an HTML page, without styles and scripts. */
export function textOfHtml(html: string): string {
  return html
    .replaceAll(/<(style|script)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** Every text anywhere in a JSON value, each on lines of its own. */
export function textOfJson(value: unknown): string {
  if (typeof value === 'string') return value;
  return valuesIn(value).map(textOfJson).join('\n');
}

const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

function withoutColours(text: string): string {
  return text.replaceAll(colour, '');
}
