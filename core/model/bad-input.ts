/**
 * Input from outside (settings, an export, an event, a reply) that cannot be used. The command line prints the
 * message and exits with 2; in a Lambda function the message ends up in the dead-letter queue. Users never see a
 * stack trace for it.
 */
export class BadInputError extends Error {
  override readonly name = 'BadInputError';
  /** Where the input came from: a file name, `settings`, `event`, … */
  readonly source: string;
  /** The position in that source, for example `notebook-instances.json[3].DirectInternetAccess` or `line 12`. */
  readonly position: string;

  constructor(source: string, position: string, problem: string) {
    super(`${source}${position === '' ? '' : `, ${position}`}: ${problem}`);
    this.source = source;
    this.position = position;
  }
}

/** The fields of a Zod issue that we use. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The first problem that Zod found, as a BadInputError with the path of the bad value. */
export function badInput(source: string, error: { readonly issues: readonly Issue[] }): BadInputError {
  const [first] = error.issues;
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return new BadInputError(
    source,
    first === undefined ? '' : pathText(first.path),
    `${first?.message ?? 'not usable'}${more}`,
  );
}

/** A path into data as text, for example `exemptions[0].owner`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
