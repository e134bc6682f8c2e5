/** The tag of everything that this rule creates. The rule deletes only resources that have it. */
export const madeHere = { Key: 'palisade:created-by', Value: 'endpoint-required' };

export function tagsFor(name: string): { Key: string; Value: string }[] {
  return [{ Key: 'Name', Value: name }, madeHere];
}
