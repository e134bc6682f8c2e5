import { type Finding, stepsOf } from '../../core/finding';
import type { SourceOptions } from '../options';

/** The commands that are worth typing after one that judged, with the options that name the same account. */
export function nextCommands(
  after: 'scan' | 'plan',
  findings: readonly Finding[],
  options: SourceOptions & { readonly rule?: readonly string[] },
): readonly string[] {
  const failing = findings.filter(({ status }) => status === 'fail');
  const [first] = [...failing, ...findings.filter(({ status }) => status === 'unknown')];
  if (first === undefined) return [];
  const isPlanned = failing.some((finding) => stepsOf(finding).length > 0);
  const rules = options.rule === undefined ? '' : ` --rule ${options.rule.join(' ')}`;
  const scope = sourceArguments(options);
  const explain = `palisade explain ${quoted(first.id)}${scope}`;
  if (after === 'scan' && isPlanned) return [`palisade plan${rules}${scope}`, explain];
  if (after === 'plan' && isPlanned && options.from === undefined)
    return [`palisade apply${rules}${scope}`, explain];
  return [explain];
}

/** The options that make another command look at the same account. */
function sourceArguments({ from, settings, profile, region }: SourceOptions): string {
  return Object.entries({ from, settings, profile, region })
    .flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${quoted(value)}`]))
    .join('');
}

/** Quoted for a POSIX shell where it needs to be. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
