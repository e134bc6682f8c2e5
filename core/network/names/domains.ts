/** A domain name as names are compared: lower case, without the trailing dot; `''` for the root. */
export function domainOf(name: string): string {
  return name.replace(/\.$/, '').replaceAll('\\052', '*').toLowerCase();
}

/** Whether a name is a domain or below it. */
export function isWithin(name: string, domain: string): boolean {
  return domain === '' || name === domain || name.endsWith(`.${domain}`);
}

/** How specific a domain is: its number of labels. */
export function labelsOf(domain: string): number {
  return domain === '' ? 0 : domain.split('.').length;
}

/** The most specific of the things whose domain covers a name: several if they share the domain. */
export function mostSpecific<T>(
  things: readonly T[],
  name: string,
  domain: (thing: T) => string,
): readonly T[] {
  const covering = things.filter((thing) => isWithin(name, domain(thing)));
  const labels = Math.max(...covering.map((thing) => labelsOf(domain(thing))));
  return covering.filter((thing) => labelsOf(domain(thing)) === labels);
}
