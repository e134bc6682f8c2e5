import {
  type AnyCallSpecs,
  type Calling,
  type Conditions,
  operatorsOnly,
  type Permission,
} from '../../core/model/call';
import type { RoleStatement } from './arns';

/** The permissions for the steps of these rules. Calls that only operators make are granted to no function. */
export function writeStatements(rules: readonly Calling[]): readonly RoleStatement[] {
  return statementsFor(rules, ({ step }) => (step === operatorsOnly ? undefined : step));
}

/** The permissions for their inverse steps, which undo what was done. */
export function undoStatements(rules: readonly Calling[]): readonly RoleStatement[] {
  return statementsFor(rules, ({ inverse }) => inverse);
}

/** Merges permissions on the same resources under the same condition into one statement. */
function statementsFor(
  rules: readonly Calling[],
  needed: (spec: AnyCallSpecs[string]) => readonly Permission[] | undefined,
): readonly RoleStatement[] {
  const merged = new Map<string, { permission: Permission; actions: Set<string> }>();
  for (const [call, spec] of rules.flatMap(({ calls }) => Object.entries(calls)).sort(byName))
    for (const permission of needed(spec) ?? []) {
      const key = JSON.stringify([permission.sid, permission.on, permission.when]);
      const entry = merged.get(key) ?? { permission, actions: new Set<string>() };
      entry.actions.add(permission.action ?? call);
      merged.set(key, entry);
    }
  return named([...merged.values()]);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/**
 * Makes the Sids unique within the policy: statements of the same name are about different resources, and get a number.
 */
function named(
  entries: readonly { permission: Permission; actions: ReadonlySet<string> }[],
): readonly RoleStatement[] {
  const taken = new Map<string, number>();
  return entries.map(({ permission, actions }) => {
    const { sid, on, when } = permission;
    const count = (taken.get(sid) ?? 0) + 1;
    taken.set(sid, count);
    return {
      Sid: count === 1 ? sid : `${sid}${count}`,
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource: on.map((arn) => ({ 'Fn::Sub': arn })),
      ...(when === undefined ? {} : { Condition: substituted(when) }),
    };
  });
}

/** Conditions whose values name the deployment's account or Region, which CloudFormation fills in. */
function substituted(when: Conditions): NonNullable<RoleStatement['Condition']> {
  const filled = (value: string) => (value.includes('${AWS::') ? { 'Fn::Sub': value } : value);
  return Object.fromEntries(
    Object.entries(when).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [
          key,
          typeof value === 'string' ? filled(value) : value.map(filled),
        ]),
      ),
    ]),
  );
}
