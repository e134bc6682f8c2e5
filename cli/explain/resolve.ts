import { nearest } from '../../adapters/settings/nearest';
import { BadInputError } from '../../core/model/bad-input';
import type { Finding } from '../../core/model/finding';
import { ruleIds } from '../../rules/registry';

/** The rule that a finding id begins with; `undefined` for an ARN, a name or the id of a resource. */
export function ruleOfFindingId(subject: string): string | undefined {
  const [first = '', ...rest] = subject.split('/');
  return rest.length >= 3 && ruleIds.includes(first) ? first : undefined;
}

/**
 * The findings that a person means: by finding id, or about the resource with this ARN, name or id.
 * @throws BadInputError that says what was probably meant
 */
export function findingsAbout(subject: string, findings: readonly Finding[]): readonly Finding[] {
  const meant = findings.filter(
    ({ id, resource }) => id === subject || resource.arn === subject || resource.id === subject,
  );
  if (meant.length > 0) return meant;
  const isId = subject.includes('/') && !subject.startsWith('arn:');
  const names = isId ? findings.map(({ id }) => id) : findings.map(({ resource }) => resource.id);
  const guess = nearest(subject, [...new Set(names)]);
  throw new BadInputError(
    'subject',
    subject,
    `nothing that was judged has this finding id, ARN, name or id${
      guess === undefined ? '; `palisade scan --all` lists what was judged' : `; did you mean ${guess}?`
    }`,
  );
}
