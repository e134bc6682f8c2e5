import { type Finding, stepsOf } from '../../core/model/finding';
import type { Io } from '../io';
import type { SourceOptions } from '../options';
import { commandLine } from './commands';

/** The commands worth typing after a scan or plan, with the options that name the same account. */
export function nextCommands(
  after: 'scan' | 'plan',
  findings: readonly Finding[],
  options: SourceOptions & { readonly rule?: readonly string[] },
  io: Pick<Io, 'program'>,
): readonly string[] {
  const failing = findings.filter(({ status }) => status === 'fail');
  const [first] = [...failing, ...findings.filter(({ status }) => status === 'unknown')];
  if (first === undefined) return [];
  const isPlanned = failing.some((finding) => stepsOf(finding).length > 0);
  const rules = options.rule === undefined ? [] : ['--rule', ...options.rule];
  const explain = commandLine(io, 'explain', [first.id], options);
  if (after === 'scan' && isPlanned) return [commandLine(io, 'plan', rules, options), explain];
  if (after === 'plan' && isPlanned && options.from === undefined)
    return [commandLine(io, 'apply', rules, options), explain];
  return [explain];
}
