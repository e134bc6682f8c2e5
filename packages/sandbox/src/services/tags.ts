interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** Merges tags by key; later tags win. */
export function mergeTags<T extends Tag>(existing: readonly T[], added: readonly T[]): T[] {
  const byKey = new Map([...existing, ...added].map((tag) => [tag.Key, tag]));
  return [...byKey.values()];
}
