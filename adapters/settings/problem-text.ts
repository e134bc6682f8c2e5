import { pathText } from '../../core/model/bad-input';
import type { SettingsProblem } from '../../core/settings';
import { nearest } from './nearest';
import type { TextPosition } from './text-position';

/** A problem in words: `rules.x.mod: unknown key (known are …); did you mean mode?` */
export function problemText(
  { path, message, known }: SettingsProblem,
  { finds, given }: TextPosition,
): string {
  const where = path.length === 0 ? '' : `${pathText(path)}: `;
  if (finds === 'nothing') return `${where}is missing`;
  if (finds === 'empty') return `${where}has no value; fill it in or leave the key out`;
  const guess = nearest(given, known);
  return `${where}${message}${guess === undefined ? '' : `; did you mean ${guess}?`}`;
}
