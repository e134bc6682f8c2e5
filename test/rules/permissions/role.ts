import type { PolicySource } from '@palisade/iam';
import type { Rule } from '../../../core/model/rule';
import type { RoleStatement, TemplateValue } from '../../../infra/generate/arns';
import { permissions } from '../../../infra/generate/roles';
import { casePlace } from '../given';
import { isRecord } from '../../../core/model/json';

/** The policies of the role that the template would give to a function for these rules alone. */
export function roleOf(name: 'on-change' | 'on-action', rules: readonly Rule[]): readonly PolicySource[] {
  const policies = permissions(rules)[name];
  if (policies === undefined) throw new Error(`the template has no role for ${name}`);
  return Object.entries(policies).map(([label, statements]) => ({
    label,
    document: { Version: '2012-10-17', Statement: statements.map(resolved) },
  }));
}

/** A statement after CloudFormation has resolved its functions. */
function resolved(statement: RoleStatement): object {
  return JSON.parse(JSON.stringify(statement), (_, value: unknown) =>
    isValue(value) ? text(value) : value,
  ) as object;
}

function isValue(value: unknown): value is Exclude<TemplateValue, string> {
  return isRecord(value) && ('Fn::Sub' in value || 'Fn::GetAtt' in value);
}

function text(value: Exclude<TemplateValue, string>): string {
  if ('Fn::GetAtt' in value) return deployed(value['Fn::GetAtt'][0]);
  return value['Fn::Sub']
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::Region}', casePlace.region)
    .replaceAll('${AWS::AccountId}', casePlace.account)
    .replace('${Ledger.Arn}', deployed('Ledger'));
}

/** A placeholder for Palisade's own resources, which no rule changes. */
function deployed(logicalId: string): string {
  return `arn:aws:deployment:${casePlace.region}:${casePlace.account}:${logicalId}`;
}
