/** A domain name as names are compared: lower case, without the trailing dot; `''` for the root. */
export function dnsDomain(name: string): string {
  return name.replace(/\.$/, '').replaceAll('\\052', '*').toLowerCase();
}

/** Whether a name is a domain or below it. */
export function isInDomain(name: string, domain: string): boolean {
  return domain === '' || name === domain || name.endsWith(`.${domain}`);
}

/** How specific a domain is: its number of labels. */
export function labelsOf(domain: string): number {
  return domain === '' ? 0 : domain.split('.').length;
}

/** The most specific of the sources whose domain covers a name: several if they share the domain. */
export function mostSpecific<T>(
  sources: readonly T[],
  name: string,
  domain: (source: T) => string,
): readonly T[] {
  const covering = sources.filter((source) => isInDomain(name, domain(source)));
  const labels = Math.max(...covering.map((source) => labelsOf(domain(source))));
  return covering.filter((source) => labelsOf(domain(source)) === labels);
}
