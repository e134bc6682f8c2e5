import type { Rule } from '../../../core/model/rule';
import { needTables } from '@palisade/sandbox/authorization/needs';
import type { Need } from '@palisade/sandbox/authorization/need';
import { problemIn } from '@palisade/sandbox/protocol/problem';
import { isArray, isPlainObject } from '@palisade/sandbox/protocol/shape';
import { modelOf } from '@palisade/sandbox/services/model';
import { SERVICES } from '@palisade/sandbox/services/registry';
import { type Answers, casePlace } from '../given';

/** One request that a step makes. */
export interface StepRequest {
  readonly call: string;
  readonly input: object;
}

/** The requests that a step of a rule sends if none is refused, including its reads. */
export async function requestsOf(
  rule: Rule,
  step: { readonly call: string; readonly input: unknown },
  answers: Answers,
): Promise<readonly StepRequest[]> {
  const made: StepRequest[] = [];
  await rule.perform({ ...step, token: 'token' }, (call, input) => {
    made.push({ call, input });
    return Promise.resolve(answers[call] ?? {});
  });
  return made;
}

/** What is wrong with a request by the SDK's schema; `undefined` if it is valid. */
export async function whyMalformed({ call, input }: StepRequest): Promise<string | undefined> {
  const [service = '', name = ''] = call.split(':');
  const served = SERVICES.get(service);
  if (served?.operations[name] === undefined) return `the embedded account does not serve ${call}`;
  const { operations, enums } = await modelOf(served);
  const operation = operations.get(name);
  if (operation === undefined) return `the SDK has no ${call}`;
  const problem = problemIn(operation.input, input, enums);
  return problem === undefined ? undefined : `${call}: ${problem.path} ${problem.text}`;
}

const tables = needTables((kind, name) => `arn:aws:iam::${casePlace.account}:${kind}/${name}`);

/** The permissions that AWS needs for a request, by the sandbox's table of the service authorization reference. */
export function needsOf({ call, input }: StepRequest): readonly Need[] {
  const [service = '', name = ''] = call.split(':');
  const needs = tables[service]?.[name];
  if (needs === undefined)
    throw new Error(`what ${call} needs is not known: add it to packages/sandbox/src/authorization/needs`);
  return needs({ ...input }, casePlace);
}

/** The tags that a request gives to the new resource, which later conditions see as resource tags. */
export function tagsMadeBy(input: unknown): Readonly<Record<string, string>> {
  if (!isPlainObject(input)) return {};
  const specifications = isArray(input['TagSpecifications']) ? input['TagSpecifications'] : [];
  const tags = specifications.flatMap((one) =>
    isPlainObject(one) && isArray(one['Tags']) ? one['Tags'] : [],
  );
  return Object.fromEntries(
    tags.flatMap((tag) =>
      isPlainObject(tag) ? [[`aws:ResourceTag/${String(tag['Key'])}`, String(tag['Value'])] as const] : [],
    ),
  );
}
