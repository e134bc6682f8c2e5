import type { CreateOpsItemRequest, OpsItemDataValue } from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/aws-error';
import { isPlainObject } from '../../protocol/shape';

const SPECIAL_KEYS = new Set(['/aws/resources', '/aws/automations', '/aws/dedup']);
const MAXIMUM_VALUE_BYTES = 20 * 1024;

/** Refuses an OpsItem that exceeds OpsCenter's limits. The error names the parameter. */
export function checkOpsItem(input: Partial<CreateOpsItemRequest>): void {
  checkLength('Title', input.Title, 1024);
  checkLength('Description', input.Description, 2048);
  checkLength('Source', input.Source, 128);
  if (/aws|amazon|amzn/i.test(input.Source ?? ''))
    throw invalid('Source', 'may not contain aws, amazon or amzn');
  const { Priority: priority } = input;
  if (priority !== undefined && (priority < 1 || priority > 5)) throw invalid('Priority', 'must be 1 to 5');
  if (input.Severity !== undefined && !/^[1-4]$/.test(input.Severity))
    throw invalid('Severity', 'must be 1 to 4');
  if (
    input.Category !== undefined &&
    !/^(Availability|Cost|Performance|Recovery|Security)$/.test(input.Category)
  ) {
    throw invalid('Category', 'is not one of the categories');
  }
  for (const [key, value] of Object.entries(input.OperationalData ?? {})) checkData(key, value);
}

function checkData(key: string, value: OpsItemDataValue): void {
  if (key.length > 128) throw invalid('OperationalData', 'has a key of more than 128 characters');
  if (!SPECIAL_KEYS.has(key) && /^\/?(aws|amazon|amzn|ssm)/i.test(key)) {
    throw invalid('OperationalData', `has the reserved key ${key}`);
  }
  if (Buffer.byteLength(value.Value ?? '') > MAXIMUM_VALUE_BYTES) {
    throw invalid('OperationalData', `has a value of more than 20 KB at ${key}`);
  }
  if (SPECIAL_KEYS.has(key)) checkSpecial(key, value.Value ?? '');
}

function checkSpecial(key: string, value: string): void {
  const parsed = parse(value);
  const valid =
    key === '/aws/dedup'
      ? isPlainObject(parsed) && typeof parsed['dedupString'] === 'string'
      : Array.isArray(parsed) && parsed.length <= 100 && parsed.every(isPlainObject);
  if (!valid) throw invalid('OperationalData', `has a malformed value at ${key}`);
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function checkLength(name: string, value: string | undefined, limit: number): void {
  if (value === undefined) return;
  if (value.length < 1 || value.length > limit) throw invalid(name, `must have 1 to ${limit} characters`);
}

function invalid(name: string, problem: string): AwsError {
  return new AwsError('OpsItemInvalidParameterException', `${name} ${problem}`, 400, {
    ParameterNames: [name],
  });
}
