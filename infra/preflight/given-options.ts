import { nearest } from '../../adapters/settings/nearest';
import { type DeclaredParameters, optionOf, whyNotAllowed } from './declared';
import { RefusedError } from './problem';

/**
 * Parses options given as `--param="name=value"`.
 * @returns the values by the name of the template's parameter
 * @throws RefusedError for an unknown option, one that is given twice, or a value that the template does not allow
 */
export function givenOptions(
  texts: readonly string[],
  declared: DeclaredParameters,
): ReadonlyMap<string, string> {
  const byOption = new Map(Object.keys(declared).map((parameter) => [optionOf(parameter), parameter]));
  const given = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    const option = (at < 0 ? text : text.slice(0, at)).trim();
    const parameter = byOption.get(option);
    if (parameter === undefined) throw unknownOption(option, [...byOption.keys()]);
    if (at < 0)
      throw new RefusedError({
        says: `The option ${option} was given without a value.`,
        remedy: `Write it as --param="${option}=VALUE".`,
      });
    if (given.has(parameter))
      throw new RefusedError({ says: `The option ${option} was given twice.`, remedy: 'Give it once.' });
    const value = text.slice(at + 1).trim();
    const declaration = declared[parameter];
    const why = declaration === undefined ? undefined : whyNotAllowed(value, declaration);
    if (why !== undefined)
      throw new RefusedError({
        says: `The option ${option} cannot be "${value}".`,
        remedy: `${why}${guess(value, declaration?.AllowedValues ?? [])}`,
      });
    given.set(parameter, value);
  }
  return given;
}

function unknownOption(option: string, known: readonly string[]): RefusedError {
  const meant = nearest(option, known);
  return new RefusedError({
    says: `There is no option ${option}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    remedy:
      known.length === 0 ? 'This deployment has no options.' : `Options are ${[...known].sort().join(', ')}.`,
  });
}

function guess(value: string, allowed: readonly string[]): string {
  const meant = value === '' ? undefined : nearest(value, allowed);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}
