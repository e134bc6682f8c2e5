import { valuesIn } from '../../core/model/json';
// Finds the commands in what Palisade prints, as a person would find them: on a line of their own, behind a label, or in
// backticks. Without a test runner, so that the end-to-end run can use it too.

/** The commands of the command line; a mention of one of them in prose has to be a command that can be pasted. */
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
/** Behind nothing, or behind a label that ends with a colon. */
const onALine = new RegExp(String.raw`^[^\S\n]*(?:[^\`\n]*: )?(${program}[^\`\n]*)$`, 'gm');

/** Every command in a text, in the order in which they stand there; each once. */
export function commandsIn(text: string): readonly string[] {
  const plain = withoutColours(text);
  const found = [inBackticks, onALine].flatMap((pattern) =>
    [...plain.matchAll(pattern)].map(({ 1: command = '', index }) => ({ command: command.trim(), index })),
  );
  return [...new Set(found.sort((a, b) => a.index - b.index).map(({ command }) => command))];
}

/**
 * What reads like a command and is none that could be pasted: `palisade undo takes it back`. The names of who did
 * something (`palisade apply by ann`) are none.
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
 * @throws SyntaxError for a quote that is not closed, or a character that the shell would take for its own
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
        throw new SyntaxError(`the shell would take ${char} for its own: ${command}`);
      word = (word ?? '') + char;
      rest = rest.slice(1);
    }
  }
  return word === undefined ? words : [...words, word];
}

/** What a browser shows of a page, without its styles. */
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
