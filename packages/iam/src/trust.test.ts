import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTrust } from './trust';
import { type PolicyJson, policy } from '../test/build';

const trust: PolicyJson = {
  Effect: 'Allow',
  Principal: { Service: 'sagemaker.amazonaws.com' },
  Action: 'sts:AssumeRole',
};
const without = (element: string): PolicyJson =>
  Object.fromEntries(Object.entries(trust).filter(([name]) => name !== element));

describe('a trust policy', () => {
  it.each<[string, PolicyJson, PolicyJson]>([
    ['a service', {}, { principals: [{ kind: 'Service', value: 'sagemaker.amazonaws.com' }] }],
    ['everybody', { Principal: '*' }, { principals: [{ kind: '*', value: '*' }] }],
    ['everybody in AWS', { Principal: { AWS: '*' } }, { principals: [{ kind: 'AWS', value: '*' }] }],
    [
      'two services in one list',
      { Principal: { Service: ['a.amazonaws.com', 'b.amazonaws.com'] } },
      {
        principals: [
          { kind: 'Service', value: 'a.amazonaws.com' },
          { kind: 'Service', value: 'b.amazonaws.com' },
        ],
      },
    ],
    [
      'several of several kinds',
      { Principal: { AWS: ['1', '2'], Federated: 'f', CanonicalUser: 'c' } },
      {
        principals: [
          { kind: 'AWS', value: '1' },
          { kind: 'AWS', value: '2' },
          { kind: 'Federated', value: 'f' },
          { kind: 'CanonicalUser', value: 'c' },
        ],
      },
    ],
    ['a Deny', { Effect: 'Deny', Sid: 'No' }, { effect: 'Deny' }],
    ['a condition', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, { conditional: true }],
    ['no condition in the block', { Condition: {} }, { conditional: false }],
  ])('is read: %s', (_, more, expected) => {
    const raw = { ...trust, ...more };
    const { statements, unclear } = readTrust(policy(raw));
    expect(unclear).toEqual([]);
    expect(statements).toEqual([
      {
        effect: 'Allow',
        principals: [{ kind: 'Service', value: 'sagemaker.amazonaws.com' }],
        except: false,
        conditional: false,
        ...expected,
        raw,
        names: expect.any(Function),
      },
    ]);
  });

  it('is read: everybody except one', () => {
    const raw = { ...without('Principal'), NotPrincipal: { AWS: '1' } };
    expect(readTrust(policy(raw)).statements).toMatchObject([
      { except: true, principals: [{ kind: 'AWS', value: '1' }] },
    ]);
  });

  it.each<[string, unknown]>([
    ['a statement that is not in a list', { Version: '2012-10-17', Statement: trust }],
    ['JSON text', JSON.stringify(policy(trust))],
    ['URL-encoded text, as the API answers', encodeURIComponent(JSON.stringify(policy(trust)))],
  ])('is read: %s', (_, document) => {
    const { statements, unclear } = readTrust(document);
    expect([statements.map(({ raw }) => raw), unclear]).toEqual([[trust], []]);
  });

  it.each<[string, PolicyJson, readonly [boolean, boolean, boolean]]>([
    ['one', { Action: 'sts:AssumeRole' }, [true, false, false]],
    ['a list', { Action: ['sts:AssumeRole', 'sts:TagSession'] }, [true, false, true]],
    ['a pattern', { Action: 'sts:Assume*' }, [true, true, false]],
    ['every action', { Action: '*' }, [true, true, true]],
    ['every action but one', { NotAction: 'sts:TagSession' }, [true, true, false]],
    ['every action but a pattern', { NotAction: 'sts:Assume*' }, [false, false, true]],
  ])('names actions: %s', (_, more, expected) => {
    const [one] = readTrust(policy({ ...without('Action'), ...more })).statements;
    const actions = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:TagSession'];
    expect(actions.map((action) => one?.names(action))).toEqual(expected);
  });

  it('names actions in any letter case', () => {
    const [one] = readTrust(policy({ ...trust, Action: 'STS:assume*' })).statements;
    expect([one?.names('sts:AssumeRole'), one?.names('sts:TagSession')]).toEqual([true, false]);
  });

  it.each<[unknown, string]>([
    ['x', 'Statement[1] is not an object'],
    [{ ...trust, Resource: '*' }, 'Statement[1]: no element Resource is known'],
    [without('Effect'), 'Statement[1].Effect is neither Allow nor Deny'],
    [{ ...trust, Effect: 'allow' }, 'Statement[1].Effect is neither Allow nor Deny'],
    [without('Principal'), 'Statement[1]: no Principal'],
    [{ ...trust, NotPrincipal: '*' }, 'Statement[1]: Principal and NotPrincipal together'],
    [{ ...trust, Principal: 'x' }, 'Statement[1].Principal is neither "*" nor an object of principals'],
    [{ ...trust, Principal: {} }, 'Statement[1].Principal is neither "*" nor an object of principals'],
    [
      { ...without('Principal'), NotPrincipal: null },
      'Statement[1].NotPrincipal is neither "*" nor an object of principals',
    ],
    [{ ...trust, Principal: { Aws: '1' } }, 'Statement[1].Principal holds the unknown kind Aws'],
    [
      { ...trust, Principal: { AWS: [7] } },
      'Statement[1].Principal.AWS is not a principal or a list of principals',
    ],
    [without('Action'), 'Statement[1]: no Action'],
    [{ ...trust, Action: 7 }, 'Statement[1]: Action is not a name or a list of names'],
    [{ ...trust, Action: 'AssumeRole' }, "Statement[1]: 'AssumeRole' is not an action"],
    [{ ...trust, Action: ['sts:AssumeRole', 'sts:a:b'] }, "Statement[1]: 'sts:a:b' is not an action"],
    [{ ...without('Action'), NotAction: 'sts: ' }, "Statement[1]: 'sts:' is not an action"],
    [{ ...trust, Condition: 'x' }, 'Statement[1].Condition is not an object'],
  ])('%j is unclear: %s', (raw, what) => {
    const { statements, unclear } = readTrust(policy(trust, raw as PolicyJson));
    expect(statements).toHaveLength(1);
    expect(unclear).toEqual([{ what, raw }]);
  });

  it('keeps what is clear in its order, and names each statement that is not', () => {
    const { statements, unclear } = readTrust(
      policy(without('Effect'), trust, 7 as unknown as PolicyJson, { ...trust, Sid: 'b' }),
    );
    expect(statements.map(({ raw }) => raw['Sid'])).toEqual([undefined, 'b']);
    expect(unclear.map(({ what }) => what)).toEqual([
      'Statement[0].Effect is neither Allow nor Deny',
      'Statement[2] is not an object',
    ]);
  });

  it.each<[unknown, string]>([
    ['{', 'the document is not JSON'],
    ['%7B"Version"', 'the document is not JSON'],
    ['null', 'the document is not an object'],
    [null, 'the document is not an object'],
  ])('%j is unclear as a whole: %s', (document, what) => {
    expect(readTrust(document)).toEqual({ statements: [], unclear: [{ what, raw: document }] });
  });

  it('answers whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.jsonValue(), (anything, json) => {
        for (const document of [anything, json, { Statement: anything }, JSON.stringify(json)]) {
          expect(() => readTrust(document)).not.toThrow();
        }
      }),
    );
  });
});
