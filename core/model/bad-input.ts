/**
 * Input from outside (settings, an export, an event, a reply) that cannot be used. The command line prints the
 * message and exits 2; a Lambda sends the message to the dead-letter queue. Never carries a stack trace to a user.
 */
export class BadInputError extends Error {
  override readonly name = 'BadInputError';
  /** What was read: a file name, `settings`, `event`, … */
  readonly source: string;
  /** Where in it, for example `notebook-instances.json[3].DirectInternetAccess` or `line 12`. */
  readonly place: string;

  constructor(source: string, place: string, problem: string) {
    super(`${source}${place === '' ? '' : `, ${place}`}: ${problem}`);
    this.source = source;
    this.place = place;
  }
}

/** The fields of a Zod issue that we use. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The first problem that Zod found, as one typed error that names the place. */
export function badInput(source: string, error: { readonly issues: readonly Issue[] }): BadInputError {
  const [first] = error.issues;
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return new BadInputError(
    source,
    first === undefined ? '' : pathText(first.path),
    `${first?.message ?? 'not usable'}${more}`,
  );
}

/** A path into data: `exemptions[0].owner`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
