import { AwsError } from '../../protocol/aws-error';
import { isArray, isPlainObject } from '../../protocol/shape';

/**
 * Checks the grammar of an identity policy (`identity`) or a trust policy (`trust`), as far as IAM does.
 * @throws AwsError MalformedPolicyDocument
 */
export function checkDocument(document: string, kind: 'identity' | 'trust'): void {
  const policy = parse(document);
  if (!isPlainObject(policy)) throw malformed('Syntax errors in policy.');
  const { Version: version, Statement: body } = policy;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw malformed('The policy must contain a valid version string.');
  }
  const statements = isArray(body) ? body : [body];
  if (statements.length === 0) throw malformed('Syntax errors in policy.');
  for (const statement of statements) checkStatement(statement, kind);
}

function checkStatement(statement: unknown, kind: 'identity' | 'trust'): void {
  if (!isPlainObject(statement)) throw malformed('Syntax errors in policy.');
  const has = (name: string) => statement[name] !== undefined;
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') {
    throw malformed('Statement must have an Effect of Allow or Deny.');
  }
  if (has('Action') === has('NotAction')) throw malformed('Policy statement must contain actions.');
  if (kind === 'trust') {
    if (!has('Principal') && !has('NotPrincipal')) throw malformed('Missing required field Principal');
    if (has('Resource')) throw malformed('Has prohibited field Resource');
    return;
  }
  if (has('Principal') || has('NotPrincipal'))
    throw malformed('Policy document should not specify a principal.');
  if (has('Resource') === has('NotResource')) throw malformed('Policy statement must contain resources.');
}

/** The length that counts for IAM's quotas: without white space. */
export function countedLength(document: string): number {
  return document.replaceAll(/\s/g, '').length;
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}
