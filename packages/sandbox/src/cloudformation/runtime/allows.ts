import { isArray, isPlainObject } from '../../protocol/shape';

/** A call that an AWS service makes on behalf of one of its resources (an EventBridge rule sends to a queue). */
export interface ServiceCall {
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/**
 * Whether a resource's policy allows an AWS service's call. Supports only the conditions that such policies usually
 * have.
 */
export function policyAllows(policy: unknown, call: ServiceCall): boolean {
  if (!isPlainObject(policy)) return false;
  return list(policy['Statement']).some(
    (statement) =>
      isPlainObject(statement) &&
      statement['Effect'] === 'Allow' &&
      isPlainObject(statement['Principal']) &&
      list(statement['Principal']['Service']).includes(call.service) &&
      list(statement['Action']).some((action) => like(String(action), call.action)) &&
      list(statement['Resource']).some((resource) => like(String(resource), call.resource)) &&
      conditionsHold(statement['Condition'], call),
  );
}

function conditionsHold(condition: unknown, call: ServiceCall): boolean {
  if (condition === undefined) return true;
  if (!isPlainObject(condition)) return false;
  const known: Readonly<Record<string, string>> = {
    'aws:sourcearn': call.sourceArn,
    'aws:sourceaccount': call.sourceAccount,
  };
  return Object.entries(condition).every(
    ([operator, keys]) =>
      isPlainObject(keys) &&
      Object.entries(keys).every(([key, wanted]) => {
        const value = known[key.toLowerCase()];
        if (value === undefined) return false;
        const patterns = list(wanted).map(String);
        if (operator === 'StringEquals') return patterns.includes(value);
        return (
          ['ArnLike', 'ArnEquals', 'StringLike'].includes(operator) &&
          patterns.some((one) => like(one, value))
        );
      }),
  );
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return isArray(value) ? value : [value];
}

/** `*` and `?` are wildcards. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
