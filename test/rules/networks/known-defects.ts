/** Defects that are not fixed yet: the text in which a property finds one, and the reason. */
export type KnownDefects = readonly (readonly [RegExp, string])[];

/** Tells the defects that are listed from the others, and keeps count of which were found. */
export function knownDefects(listed: KnownDefects) {
  const found = new Set<string>();
  return {
    /** Those of these texts that are not listed. */
    others: (texts: readonly string[]): readonly string[] =>
      texts.filter((text) => {
        const reason = listed.find(([pattern]) => pattern.test(text))?.[1];
        if (reason !== undefined) found.add(reason);
        return reason === undefined;
      }),
    /** The reasons for which nothing was found. */
    notFound: (): readonly string[] =>
      listed.map(([, reason]) => reason).filter((reason) => !found.has(reason)),
  };
}
