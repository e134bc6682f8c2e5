import { describe, expect, it } from '@jest/globals';
import type { AppDetails, DescribeDomainResponse } from '@aws-sdk/client-sagemaker';
import { snapshotOf } from '../../test/rules/given';
import { withUnlisted } from './unlisted-domains';

const app: AppDetails = { DomainId: 'd-1', UserProfileName: 'ana', AppName: 'default', Status: 'InService' };

/** The ids of the domains that could not be read. */
function unread(domains: DescribeDomainResponse[], apps: AppDetails[], unreadableDomains: string[] = []) {
  const { read } = snapshotOf({ domains, apps, unreadableDomains });
  const reading = withUnlisted(read('domains'), read('apps'));
  return reading.status === 'read' ? reading.value.unreadable.map(({ id }) => id) : undefined;
}

describe('a domain that is not among the domains of an export', () => {
  it('could not be read if an app names it', () => {
    expect(unread([], [app, { ...app, AppName: 'other' }])).toEqual(['d-1']);
  });

  it('is not there if no app names it, or only one that was deleted', () => {
    const { DomainId: _, ...nameless } = app;
    expect(unread([], [{ ...app, Status: 'Deleted' }, nameless])).toEqual([]);
  });

  it('is not reported twice', () => {
    expect(unread([{ DomainId: 'd-1' }], [app])).toEqual([]);
    expect(unread([], [app], ['d-1'])).toEqual(['d-1']);
  });

  it('is not known if the domains or the apps were not read', () => {
    const { read } = snapshotOf({ domains: [], apps: 'unreadable' });
    expect(withUnlisted(read('domains'), read('apps'))).toEqual(read('domains'));
  });
});
