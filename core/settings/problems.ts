import { z } from 'zod';
import type { KnownRules } from './options';
import { knownActions } from './actions';

/** One mistake in the given settings. */
export interface SettingsProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** `key`: the last part of `path` is itself the mistake, not its value. */
  readonly about: 'key' | 'value';
  /** The allowed keys or values, if they are a closed list. */
  readonly known: readonly string[];
}

/** Zod's issues as problems: one problem per unknown key, with the path of that key. */
export function settingsProblems(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  rules: KnownRules,
): readonly SettingsProblem[] {
  const ruleIds = rules.map(({ meta }) => meta.id);
  return issues.flatMap((issue): SettingsProblem[] => {
    const { path, message } = issue;
    switch (issue.code) {
      case 'unrecognized_keys': {
        const known = keysAt(schema, path);
        const isRules = path.length === 1 && path[0] === 'rules';
        return issue.keys.map((key) => ({
          path: [...path, key],
          message: isRules ? `there is no rule ${key}` : `unknown key (known are ${known.join(', ')})`,
          about: 'key',
          known,
        }));
      }
      case 'invalid_value':
        return [
          {
            path,
            message: `must be one of ${issue.values.map(String).join(', ')}`,
            about: 'value',
            known: issue.values.map(String),
          },
        ];
      default:
        return [{ path, message, about: 'value', known: knownAt(path, ruleIds) }];
    }
  });
}

function knownAt(path: readonly PropertyKey[], ruleIds: readonly string[]): readonly string[] {
  if (path.at(-1) === 'rule') return ruleIds;
  return path.at(-2) === 'protectedActions' ? knownActions : [];
}

/** The fields of JSON Schema that define the keys of an object. */
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  // Zod's own type of JSON Schema allows forms that these settings do not use.
  let node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema | undefined;
  for (const part of path) {
    const rest = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
    node = typeof part === 'number' ? node?.items : (node?.properties?.[String(part)] ?? rest);
  }
  return Object.keys(node?.properties ?? {});
}
