import { shellWord } from '../../core/text/command';
import type { Io } from '../io';
import type { SourceOptions, StackOptions } from '../options';

/** Options of this run that the next command needs to work on the same account and deployment. */
export interface GivenOptions extends SourceOptions, StackOptions {
  readonly table?: string;
  readonly ledger?: string;
  readonly queueUrl?: string;
  readonly deadLettersUrl?: string;
  readonly functions?: string;
  readonly centralSettings?: string;
}

const live = ['settings', 'profile', 'region'] as const;
const source = ['from', ...live] as const;
const ledger = [...live, 'stack', 'table', 'ledger'] as const;

/** Which of them each command takes. */
const taken: Readonly<Record<string, readonly (keyof GivenOptions)[]>> = {
  scan: source,
  plan: source,
  report: source,
  explain: source,
  guardrail: source,
  collect: live,
  doctor: [...live, 'stack', 'table', 'centralSettings'],
  apply: ledger,
  undo: ledger,
  audit: ledger,
  simulate: ledger,
  uninstall: ledger,
  approve: [...ledger, 'queueUrl'],
  stop: [...live, 'stack'],
  resume: [...live, 'stack', 'table'],
  redrive: [...live, 'stack', 'functions', 'queueUrl', 'deadLettersUrl'],
};

/** `npx palisade undo FINDING --region eu-central-1`: ready to be pasted, about the same account and deployment. */
export function commandLine(
  { program }: Pick<Io, 'program'>,
  name: string,
  words: readonly string[],
  given: GivenOptions,
): string {
  return [program, name, ...words.map(shellWord), ...options(taken[name] ?? [], given)].join(' ');
}

/**
 * Completes the commands in a text that was written for any reader (a ticket, a refusal of the engine, instructions for
 * a person), so that they can be pasted here. A command is in backticks, or on a line of its own, or after a colon up
 * to the end of the line. One in the middle of a sentence stays as it is, because it is not known where it ends.
 */
export function pasteable(text: string, { program }: Pick<Io, 'program'>, given: GivenOptions): string {
  return text.replaceAll(
    /(^[ \t]*|: |`)(palisade|aws|npx serverless) ([a-z0-9-]+)(?=[ `\n]|$)([^`\n]*)(?=(`?))/gm,
    (whole: string, before: string, called: string, name: string, rest: string, after: string) => {
      const isWhole = before === '`' ? after === '`' : after === '' && !isSentence(rest);
      const words = isWhole ? takenBy(called, name) : undefined;
      if (words === undefined) return whole;
      const missing = words.filter((option) => !new RegExp(` --${flag(called, option)}([ =]|$)`).test(rest));
      const more = options(missing, given, called).map((word) => ` ${word}`);
      return `${before}${called === 'palisade' ? program : called} ${name}${rest}${more.join('')}`;
    },
  );
}

/** The options that can be added to a command; `undefined` for one that is not known here. */
function takenBy(called: string, name: string): readonly (keyof GivenOptions)[] | undefined {
  if (called === 'palisade') return taken[name];
  return called === 'aws' ? ['profile', 'region'] : ['profile'];
}

/** Whether prose follows the command: outside of quotes, a punctuation mark ends a word, or a parenthesis begins. */
function isSentence(rest: string): boolean {
  return /\S[.,;:](\s|$)|\s\(|\)$/.test(rest.replaceAll(/'[^']*'/g, "''"));
}

function options(
  names: readonly (keyof GivenOptions)[],
  given: GivenOptions,
  called = 'palisade',
): readonly string[] {
  return names.flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [`--${flag(called, name)}`, shellWord(value)];
  });
}

/** An option's name on the command line. The Serverless Framework has its own name for the profile. */
function flag(called: string, name: string): string {
  if (called === 'npx serverless' && name === 'profile') return 'aws-profile';
  return name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
