/** A statement, read from a well-formed policy document. */
export interface ReadStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly isNotAction: boolean;
  readonly resources: readonly string[];
  readonly isNotResource: boolean;
  readonly tests: readonly Test[];
  /** Whether `${…}` is a variable here. */
  readonly hasVariables: boolean;
}

/** One operator, key and values of a Condition. */
export interface Test {
  /** `StringEquals`, without set operator and IfExists. */
  readonly operator: string;
  readonly set: 'any' | 'all' | null;
  readonly ifExists: boolean;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

function testOf(written: string, key: string, values: unknown): Test {
  const found = /^(?:ForA(ny|ll)Values?:)?(.*?)(IfExists)?$/.exec(written);
  return {
    operator: found?.[2] ?? written,
    set: found?.[1] === 'ny' ? 'any' : found?.[1] === 'll' ? 'all' : null,
    ifExists: found?.[3] !== undefined,
    key: key.toLowerCase(),
    values: list(values),
  };
}

/** The statements of a document whose elements are as IAM wants them. */
export function statementsOf(document: Readonly<Record<string, unknown>>): readonly ReadStatement[] {
  const all = document['Statement'];
  return (Array.isArray(all) ? all : [all]).map((one: Readonly<Record<string, unknown>>) => {
    const isNotAction = 'NotAction' in one;
    const isNotResource = 'NotResource' in one;
    const block = (one['Condition'] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    return {
      effect: one['Effect'] === 'Allow' ? 'Allow' : 'Deny',
      actions: list(one[isNotAction ? 'NotAction' : 'Action']),
      isNotAction,
      resources: list(one[isNotResource ? 'NotResource' : 'Resource']),
      isNotResource,
      tests: Object.entries(block).flatMap(([written, keys]) =>
        Object.entries(keys).map(([key, values]) => testOf(written, key, values)),
      ),
      hasVariables: document['Version'] === '2012-10-17',
    };
  });
}

/** Whether a statement is about the action; IAM ignores the case of letters. */
export function isAbout({ actions, isNotAction }: ReadStatement, action: string): boolean {
  const named = actions.some((pattern) => {
    const source = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 'i').test(action);
  });
  return named !== isNotAction;
}
