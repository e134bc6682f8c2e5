import { expect, it } from '@jest/globals';
import { createClients } from '../adapters/aws/clients';
import { snapshot } from '../core/model/snapshot';
import { parseSettings } from '../core/settings';
import { rules } from '../rules/registry';
import { compose } from './compose';
import { noLoop } from './loop';

const place = { account: '111122223333', region: 'us-east-1' };
const at = '2026-11-30T00:00:00.000Z';

it('gives every rule the policies of the organization that the settings hold', async () => {
  const organizationPolicies = { readAt: '2026-11-01T00:00:00Z', scps: [[{ Statement: [] }]] };
  const { gather } = compose({
    clients: createClients({ region: place.region }),
    place,
    settings: parseSettings({ organizationPolicies }, rules),
    gather: () => Promise.resolve(snapshot(place, {}, at)),
    ledger: { table: 'ledger' },
    loop: noLoop,
    stopped: () => Promise.resolve(undefined),
    isPublishing: false,
    tell: () => undefined,
  });
  expect((await gather({})).read('organizationPolicies')).toEqual({
    status: 'read',
    at,
    value: { ...organizationPolicies, rcps: [] },
  });
});
