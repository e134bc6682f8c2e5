import { describe, expect, it } from '@jest/globals';
import { policyLists } from '../slices/organization-policies';
import { type Reading, type Snapshot, snapshot } from '../model/snapshot';
import type { OrganizationPolicies } from '../slices/organization-policies';
import { knownOrganization, withOrganization } from './known-organization';

const place = { account: '111122223333', region: 'us-east-1' };
const at = '2026-11-30T12:00:00.000Z';
const given = (more: object = {}): OrganizationPolicies => policyLists.parse({ scps: [['x']], ...more });
const read = (value: OrganizationPolicies): Snapshot =>
  snapshot(place, { organizationPolicies: { status: 'read', at, value } }, at);
const unread = snapshot(place, {}, at);

describe('policies of the organization', () => {
  it.each<[string, Snapshot, 'read' | 'not read', RegExp | undefined, RegExp]>([
    ['that were not read', unread, 'not read', /was not gathered/, /^$/],
    ['without a date', read(given()), 'read', undefined, /^$/],
    ['of this account', read(given({ account: place.account })), 'read', undefined, /^$/],
    [
      'of another account',
      read(given({ account: '999988887777' })),
      'not read',
      /of account 999988887777$/,
      /^$/,
    ],
    ['as of today', read(given({ readAt: '2026-11-30T00:00:00Z' })), 'read', /as of 2026-11-30$/, /^$/],
    ['30 days old', read(given({ readAt: '2026-10-31T12:00:00Z' })), 'read', /as of 2026-10-31$/, /^$/],
    [
      '31 days old',
      read(given({ readAt: '2026-10-30T12:00:00Z' })),
      'read',
      /31 days before: read them again$/,
      /^; the policies of the organization are as of 2026-10-30, 31 days before, and may have changed$/,
    ],
  ])('%s', (_, account, status, note, warning) => {
    const known = knownOrganization(account);
    expect([known.status, known.policies === undefined]).toEqual([status, status === 'not read']);
    expect(known.note ?? '').toMatch(note ?? /^$/);
    expect(known.warning).toMatch(warning);
  });
});

describe('policies of the organization that somebody gave', () => {
  const scpsOf = (account: Snapshot): unknown => {
    const reading: Reading<OrganizationPolicies> = account.read('organizationPolicies');
    return reading.status === 'read' ? reading.value.scps : reading.because;
  };

  it('stand in for those that could not be read', () => {
    expect(scpsOf(withOrganization(unread, given()))).toEqual([['x']]);
  });

  it('leave those that were read, unless they are to replace them', () => {
    const own = read(policyLists.parse({ scps: [['own']] }));
    expect(scpsOf(withOrganization(own, given()))).toEqual([['own']]);
    expect(scpsOf(withOrganization(own, given(), 'of any'))).toEqual([['x']]);
  });

  it('change nothing else', () => {
    const changed = withOrganization(unread, given());
    expect([changed.place, changed.read('vpcs')]).toEqual([place, unread.read('vpcs')]);
  });
});
