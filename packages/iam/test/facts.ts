import type { Problem } from '../src';
import { account, allow, decideOne, deny, type PolicyJson, policy, problem, set, when } from './build';

export const [yes, no] = ['yes yes yes', 'no no no'] as const;
export const someRole = `arn:aws:iam::${account}:role/ds`;
export const user = `arn:aws:iam::${account}:user/path/eve`;
export const arn = (name: string, region = 'us-east-1', of = account) =>
  `arn:aws:sagemaker:${region}:${of}:${name}`;
export const notebooks = arn('notebook-instance/*');
export const everyNotebook = arn('notebook-instance/*', '*', '*');

export const asked = (statements: readonly PolicyJson[], more: Partial<Problem> = {}) =>
  problem(set([policy(...statements)]), { resources: [notebooks], ...more });
export const only = (operator: string, key: string, value: unknown) => [allow(when(operator, key, value))];
export const except = (operator: string, key: string, value: unknown) => [
  allow(),
  deny(when(operator, key, value)),
];

/** The resource and the keys of the outside witness, or the status where there is none. */
export function witness(one: Problem): Readonly<Record<string, unknown>> {
  const { outside } = decideOne(one);
  return outside.status === 'reachable'
    ? { ...outside.witness.context, resource: outside.witness.resource }
    : { status: outside.status };
}
