import { type Answer, createEngine, type PolicySet, type Problem } from '../src';
import { type Atom, parseCondition } from '../src/condition';
import { parseOperator } from '../src/operators';
import { isRefused } from '../src/refused';

export const account = '111122223333';
export const notebookArns = `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/*`;
export const presign = 'sagemaker:CreatePresignedNotebookInstanceUrl';

export type PolicyJson = Record<string, unknown>;

/** A policy document of the current version. */
export function policy(...statements: PolicyJson[]): {
  readonly Version: string;
  readonly Statement: PolicyJson[];
} {
  return { Version: '2012-10-17', Statement: statements };
}

/** A statement for everything, except for what `more` says. */
export function allow(more: PolicyJson = {}): PolicyJson {
  const action = 'NotAction' in more ? {} : { Action: '*' };
  const resource = 'NotResource' in more ? {} : { Resource: '*' };
  return { Effect: 'Allow', ...action, ...resource, ...more };
}

export function deny(more: PolicyJson = {}): PolicyJson {
  return { ...allow(more), Effect: 'Deny' };
}

/** Shorthand for a Condition block with one operator and key. */
export function when(operator: string, key: string, value: unknown): PolicyJson {
  return { Condition: { [operator]: { [key]: value } } };
}

export const admin = policy(allow());

/** Identity policies labelled by their index, and whatever else limits the principal. */
export function set(identity: readonly unknown[], more: Partial<PolicySet> = {}): PolicySet {
  const sources = identity.map((document, index) => ({ label: `inline policy p${index}`, document }));
  return { identity: sources, boundary: null, scps: [], rcps: [], ...more };
}

export function level(...documents: unknown[]): PolicySet['scps'][number] {
  return documents.map((document, index) => ({ label: `scp ${index}`, document }));
}

export function problem(policies: PolicySet, more: Partial<Problem> = {}): Problem {
  return {
    principal: { arn: `arn:aws:iam::${account}:role/ds`, tags: { team: 'ml' } },
    policies,
    actions: [presign],
    resources: [notebookArns],
    perimeter: {
      vpcs: ['vpc-1'],
      vpcEndpoints: ['vpce-1'],
      cidrs: ['198.51.100.0/24'],
      endpointVpc: { 'vpce-1': 'vpc-1' },
    },
    ...more,
  };
}

/** The only answer to a problem with one action and one resource. */
export function decideOne(one: Problem): Answer {
  const [answer, ...others] = createEngine().decide(one);
  if (answer === undefined || others.length > 0) throw new Error('one answer expected');
  return answer;
}

/** The three verdicts as `outside inside viaService`, each by its first letters: `yes`, `no` or `unknown`. */
export function verdicts(one: Problem): string {
  const { outside, inside, viaService } = decideOne(one);
  const words = { reachable: 'yes', unreachable: 'no', unknown: 'unknown' };
  return [outside, inside, viaService].map((zone) => words[zone.status]).join(' ');
}

/** A condition on one key without variables, compiled. */
export function atomOf(operatorName: string, key: string, values: readonly string[]): Atom {
  const operator = parseOperator(operatorName);
  if (operator === null) throw new Error(operatorName);
  const condition = parseCondition({ shown: key, operator, operatorName, path: operatorName }, values, true);
  if (isRefused(condition) || condition.atom === null) throw new Error(`${operatorName} of ${key}`);
  return condition.atom;
}
