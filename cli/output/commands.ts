import { shellWord } from '../../core/command';
import type { Io } from '../io';
import type { SourceOptions, StackOptions } from '../options';

/** Options of this run that the next command needs to see and to do the same. */
export interface Given extends SourceOptions, StackOptions {
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
const taken: Readonly<Record<string, readonly (keyof Given)[]>> = {
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
  given: Given,
): string {
  return [program, name, ...words.map(shellWord), ...options(taken[name] ?? [], given)].join(' ');
}

/**
 * The commands in a text that was written for whoever reads it (a ticket, a refusal of the engine, what a person has to
 * do by hand), as they are to be pasted here. They stand on a line of their own, behind a colon, or in backticks.
 */
export function pasteable(text: string, { program }: Pick<Io, 'program'>, given: Given): string {
  return text.replaceAll(
    /(^[ \t]*|: |`)(palisade|aws) ([a-z0-9-]+)(?=[ `\n]|$)([^`\n]*)/gm,
    (whole: string, before: string, called: string, name: string, rest: string) => {
      const words = called === 'aws' ? (['profile', 'region'] as const) : taken[name];
      if (words === undefined) return whole;
      const missing = words.filter((option) => !new RegExp(` --${option}[ =]`).test(rest));
      const more = options(missing, given).map((word) => ` ${word}`);
      return `${before}${called === 'aws' ? 'aws' : program} ${name}${rest}${more.join('')}`;
    },
  );
}

function options(names: readonly (keyof Given)[], given: Given): readonly string[] {
  return names.flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [`--${kebab(name)}`, shellWord(value)];
  });
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
