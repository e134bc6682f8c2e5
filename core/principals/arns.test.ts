import { describe, expect, it } from '@jest/globals';
import { accountNamed, arnWithoutPath } from './arns';

describe('ARNs of principals', () => {
  it.each<['user' | 'role', string, string, string]>([
    ['role', 'r', 'arn:aws:iam::111122223333:role/ops/r', 'arn:aws:iam::111122223333:role/r'],
    ['user', 'u', 'arn:aws-cn:iam::111122223333:user/u', 'arn:aws-cn:iam::111122223333:user/u'],
  ])('of a %s %s have no path', (kind, name, arn, without) => {
    expect(arnWithoutPath({ kind, name, arn })).toBe(without);
  });

  it.each<[string, string | undefined]>([
    ['111122223333', '111122223333'],
    ['arn:aws:iam::111122223333:root', '111122223333'],
    ['arn:aws-us-gov:iam::111122223333:root', '111122223333'],
    ['arn:aws:iam::111122223333:user/root', undefined],
    ['arn:aws:iam::1111:root', undefined],
    ['arn:aws:sts::111122223333:root', undefined],
    ['*', undefined],
  ])('%s names account %s', (principal, account) => {
    expect(accountNamed(principal)).toBe(account);
  });
});
