import pc from 'picocolors';
import type { Severity } from '../../core/model/rule';
import type { Io, Output } from '../io';

/** How text is coloured and how wide it may be. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
  readonly width: number;
}

/** Colour only on a terminal, and never where NO_COLOR is set (https://no-color.org). */
export function paintFor(stream: Output, env: Io['env']): Paint {
  const isTerminal = stream.isTTY === true;
  const plain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const colors = pc.createColors(isTerminal && !plain);
  const bySeverity = {
    critical: colors.red,
    high: colors.red,
    medium: colors.yellow,
    low: colors.cyan,
  } as const;
  return {
    bold: colors.bold,
    dim: colors.dim,
    good: colors.green,
    bad: colors.red,
    warn: colors.yellow,
    severity: (severity, text) => bySeverity[severity](text),
    width: Math.min(120, Math.max(40, stream.columns ?? 100)),
  };
}
