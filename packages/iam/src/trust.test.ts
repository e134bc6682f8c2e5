import { describe, expect, it } from '@jest/globals';
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

  it('is read: everybody but one', () => {
    const raw = { ...without('Principal'), NotPrincipal: { AWS: '1' } };
    expect(readTrust(policy(raw)).statements).toMatchObject([
      { except: true, principals: [{ kind: 'AWS', value: '1' }] },
    ]);
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
    [{ ...trust, Condition: 'x' }, 'Statement[1].Condition is not an object'],
  ])('%j is unclear: %s', (raw, what) => {
    const { statements, unclear } = readTrust(policy(trust, raw as PolicyJson));
    expect(statements).toHaveLength(1);
    expect(unclear).toEqual([{ what, raw }]);
  });

  it('is unclear as a whole where it cannot be read', () => {
    expect(readTrust('{')).toEqual({
      statements: [],
      unclear: [{ what: 'the document is not JSON', raw: '{' }],
    });
  });
});
