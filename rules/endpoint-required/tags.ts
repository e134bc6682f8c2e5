/** What this rule makes carries this tag, and only what carries it does this rule ever delete. */
export const madeHere = { Key: 'palisade:created-by', Value: 'endpoint-required' };

export function tagsFor(name: string): { Key: string; Value: string }[] {
  return [{ Key: 'Name', Value: name }, madeHere];
}
