import { describe, expect, it } from '@jest/globals';
import {
  account,
  allow,
  decideOne,
  deny,
  notebookArns,
  policy,
  presign,
  problem,
  set,
  verdicts,
  when,
} from '../test/build';
import { createEngine } from '.';
import { checkedWitness } from './possible';
import { isRefused } from './refused';
import type { State } from './search';

const facts = {
  principal: { arn: `arn:aws:iam::${account}:role/ds` },
  perimeter: problem(set([])).perimeter,
};
const columns = [
  ['10.0.0.9', '203.0.113.9', '127.0.0.1'],
  ['any-other-value', 'eu-west-1', 'us-east-1'],
];

/** A verdict whose requests have any of the addresses and Regions that the masks name. */
function open(...state: bigint[]) {
  const cell = (index: number, of: State) => {
    const mask = (of[index] ?? 0n).toString(2);
    return columns[index]?.[mask.length - 1 - mask.lastIndexOf('1')] ?? '';
  };
  const at = (of: State) => ({
    found: {
      resource: notebookArns.replace('*', 'x'),
      context: { 'aws:SourceIp': cell(0, of), 'aws:RequestedRegion': cell(1, of) },
    },
    absent: [],
  });
  return {
    status: 'reachable' as const,
    request: () => at(state).found,
    open: { state, at },
    chosen: [],
  };
}

function shown(...state: bigint[]): readonly unknown[] | string {
  const checked = checkedWitness(open(...state), presign, facts);
  return isRefused(checked) ? checked.because : Object.values(checked.request().context);
}

describe('a witness is checked before it is shown', () => {
  it.each<[string, bigint[], readonly string[]]>([
    ['the first one that was found', [0b010n, 0b100n], ['203.0.113.9', 'us-east-1']],
    ['one with another value of a key', [0b011n, 0b100n], ['203.0.113.9', 'us-east-1']],
    ['one with other values of two keys', [0b111n, 0b111n], ['203.0.113.9', 'us-east-1']],
  ])('and is %s', (_, state, values) => {
    expect(shown(...state)).toEqual(values);
  });

  it.each<[string, bigint[], RegExp]>([
    ['no address', [0b101n, 0b100n], /aws:SourceIp: 10\.0\.0\.9 is a private address/],
    ['no Region', [0b111n, 0b011n], /a resource in us-east-1 is not asked for in eu-west-1/],
  ])('and is none where there is %s', (_, state, because) => {
    expect(shown(...state)).toMatch(/^no request that can exist was found: /);
    expect(shown(...state)).toMatch(because);
  });

  it('so that a verdict without one is unknown, and says why', () => {
    const elsewhere = when('StringEquals', 'aws:PrincipalOrgID', 'O-1');
    const one = problem(set([policy(allow(elsewhere))]));
    const { outside } = decideOne(one);
    expect(outside).toMatchObject({
      status: 'unknown',
      missing: [
        "no request that can exist was found: aws:PrincipalOrgID: 'O-1' is not the id of an organization",
      ],
    });
    expect(createEngine().lockout({ ...one, policies: set([]) }, set([policy(allow())]))).toMatchObject({
      status: 'some',
    });
  });

  it('but the ids of the policies are those of the caller', () => {
    const elsewhere = when('StringEquals', 'aws:SourceVpc', 'vpc-8');
    expect(verdicts(problem(set([policy(allow(elsewhere))])))).toBe('yes no no');
    expect(
      verdicts(problem(set([policy(allow(), deny(when('StringNotEquals', 'aws:SourceVpc', 'vpc-7')))]))),
    ).toBe('yes no no');
  });

  it('for each action by itself, although the same statements are about both', () => {
    const actions = [
      'sagemaker:CreatePresignedDomainUrl',
      'sagemaker:DescribeDomain',
      'sagemaker:NoSuchAction',
    ];
    const answers = createEngine().decide(
      problem(set([policy(allow())]), {
        actions,
        resources: [notebookArns.replace('notebook-instance/*', 'domain/d-1*')],
      }),
    );
    expect(answers.map(({ outside }) => outside.status)).toEqual(['unknown', 'reachable', 'unknown']);
    expect(answers[2]?.outside).toMatchObject({
      missing: [expect.stringContaining('has no action sagemaker:NoSuchAction')],
    });
  });
});
