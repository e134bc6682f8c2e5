import { createEngine, type PolicySet, type Problem } from '../src';
import { allow, deny, policy, type PolicyJson, problem } from './build';

// The first benchmark from outside: AccessRefinery (Kang and others, FSE 2026; artifact under MIT, read on 30 November
// 2026) mines "intents" from a policy, boxes of condition values that together say whom it lets in. Its authors compare
// them with those of AWS's Access Analyzer, and both say the same. The policies were written again for this: a session
// tag stands for their aws:PrincipalArn, which this engine knows, and a SageMaker notebook for their bucket.

const tag = 'aws:PrincipalTag/person';
const arn = 'sagemaker:OwnerUserProfileArn';
const address = 'aws:SourceIp';
const topic = (name: string) => `arn:aws:sns:ap-northeast-1:111122223333:${name}`;

/** The values of each key, as conditions of one statement. */
export type Intent = PolicyJson;

/** A policy, and the intents that were published for a policy of the same form. */
export interface Mined {
  readonly name: string;
  readonly statements: readonly PolicyJson[];
  readonly intents: readonly Intent[];
}

const who = (person: string): PolicyJson => ({ StringLike: { [tag]: person } });
const from = (range: string): PolicyJson => ({ IpAddress: { [address]: range } });
const by = (name: string): PolicyJson => ({ ArnLike: { [arn]: topic(name) } });
const both = (...parts: readonly PolicyJson[]): PolicyJson => Object.assign({}, ...parts) as PolicyJson;
const lets = (...parts: readonly PolicyJson[]) => allow({ Condition: both(...parts) });
const refuses = (...parts: readonly PolicyJson[]) => deny({ Condition: both(...parts) });

const wide = '200.10.10.10/31';
const narrow = '200.10.10.10/32';

/** The twelve policies of the data set "Correctness". */
export const correctness: readonly Mined[] = [
  {
    name: '11 two Allows, equal',
    statements: [lets(who('abc'), from(wide)), lets(who('abc'), from(wide))],
    intents: [both(who('abc'), from(wide))],
  },
  {
    name: '12 two Allows, one over the other',
    statements: [lets(who('abc'), from(narrow)), lets(who('abc'), from(wide))],
    intents: [both(who('abc'), from(wide))],
  },
  {
    // The published answer has the wide range for both; only `a*c` has it, so the intents cover more than that.
    name: '13 two Allows, overlapping',
    statements: [lets(who('a*c'), from(wide)), lets(who('*bc'), from(narrow))],
    intents: [both(who('*bc'), from(wide)), both(who('a*c'), from(wide))],
  },
  {
    name: '14 two Allows, overlapping in both keys',
    statements: [lets(who('*bc'), by('*bc')), lets(who('a*c'), by('a*c'))],
    intents: [
      both(who('*bc'), by('*bc')),
      both(who('a*c'), by('a*c')),
      both(who('*bc'), by('a*c')),
      both(who('a*c'), by('*bc')),
    ],
  },
  {
    name: '15 two Allows, disjoint',
    statements: [lets(who('abc1'), by('*bc')), lets(who('abc2'), by('a*c'))],
    intents: [both(who('abc1'), by('*bc')), both(who('abc2'), by('a*c'))],
  },
  {
    name: '21 an Allow and a Deny, equal',
    statements: [lets(who('abc'), from(wide)), refuses(who('abc'), from(wide))],
    intents: [],
  },
  {
    name: '22 a Deny over an Allow',
    statements: [lets(who('abc'), from(narrow)), refuses(who('abc'), from(wide))],
    intents: [],
  },
  {
    name: '23 an Allow over a Deny',
    statements: [lets(who('abc'), from(wide)), refuses(who('abc'), from(narrow))],
    intents: [both(who('abc'), from(wide))],
  },
  {
    name: '24 an Allow and a Deny, disjoint',
    statements: [lets(who('abc1'), by('*bc')), refuses(who('abc2'), by('a*c'))],
    intents: [both(who('abc1'), by('*bc')), both(who('abc1'), by('a*c'))],
  },
  {
    name: '31 a Deny of all other addresses',
    statements: [lets(who('*bc'), from(wide)), refuses(who('a*c'), { NotIpAddress: { [address]: narrow } })],
    intents: [both(who('*bc'), from(wide)), both(who('a*c'), from(narrow))],
  },
  {
    name: '32 a Deny over part of an Allow',
    statements: [lets(who('*bc'), from(narrow)), refuses(who('a*c'), from(wide))],
    intents: [both(who('*bc'), from(narrow))],
  },
  {
    name: '33 a Deny of all other topics, disjoint',
    statements: [lets(who('abc1'), by('a*c')), refuses(who('abc2'), { ArnNotLike: { [arn]: topic('*bc') } })],
    intents: [both(who('abc1'), by('*bc')), both(who('abc1'), by('a*c'))],
  },
];

/** Their "scalability": the n-th Allow has a star for the n-th letter, and a topic of its own. */
export function scaled(count: number): Mined {
  const letters = 'abcdefghijklmno';
  const person = (at: number) => `${letters.slice(0, at)}*${letters.slice(at + 1)}`;
  const all = Array.from({ length: count }, (_, index) => index);
  return {
    name: `${count} Allows whose patterns all overlap`,
    statements: all.map((index) => lets(who(person(index)), by(`${letters}${index}`))),
    intents: all.flatMap((one) => all.map((two) => both(who(person(one)), by(`${letters}${two}`)))),
  };
}

/** The question whether the policy lets in anybody whom `more` lets through. Session tags may be anything. */
export function question(statements: readonly PolicyJson[], more: readonly PolicyJson[]): Problem {
  const source = (label: string, all: readonly PolicyJson[]) => ({ label, document: policy(...all) });
  const policies: PolicySet = {
    identity: [source('the policy', statements)],
    boundary: null,
    scps: [[source('the question', more)]],
    rcps: [],
  };
  const nobody = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };
  return problem(policies, { principal: { arn: 'arn:aws:iam::111122223333:role/ds' }, perimeter: nobody });
}

const engine = createEngine();

/** Whether some request from anywhere is allowed. */
export function status(one: Problem): string | undefined {
  return engine.decide(one)[0]?.outside.status;
}

/** The number of intents that let nobody in. */
export function empty({ statements, intents }: Mined): number {
  return intents.filter((Condition) => status(question(statements, [allow({ Condition })])) !== 'reachable')
    .length;
}

/** Whether the policy lets in anybody by none of the intents. */
export function beyond({ statements, intents }: Mined): string | undefined {
  return status(question(statements, [allow(), ...intents.map((Condition) => deny({ Condition }))]));
}
