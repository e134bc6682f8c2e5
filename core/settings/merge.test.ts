import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSettings } from './index';
import { mergeSettings } from './merge';

const rules = ['notebook-direct-internet', 'notebook-private-route'].map((id) => ({ meta: { id } }));
const exemption = (resource: string) => ({
  rule: 'notebook-direct-internet',
  resource,
  until: '2027-03-31',
  owner: 'ml',
  reason: 'r',
});

describe('mergeSettings', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['keeps the central settings if there are no own ones', { dryRun: true }, undefined, { dryRun: true }],
    ['keeps the central settings if the own file is empty', { dryRun: true }, null, { dryRun: true }],
    ['takes the own settings if there are no central ones', undefined, { dryRun: true }, { dryRun: true }],
    ['takes the own settings if the central file is empty', null, { dryRun: true }, { dryRun: true }],
    ['returns undefined if there are none at all', undefined, undefined, undefined],
    ['replaces a value', { dryRun: true }, { dryRun: false }, { dryRun: false }],
    [
      'merges mappings key by key, at any depth',
      { limits: { actionsPerHour: 1, flapping: { times: 2, within: '1h' } }, undo: { hold: '1d' } },
      { limits: { sharePercent: 5, flapping: { times: 9 } } },
      {
        limits: { actionsPerHour: 1, flapping: { times: 9, within: '1h' }, sharePercent: 5 },
        undo: { hold: '1d' },
      },
    ],
    [
      'merges the settings of each rule',
      { rules: { a: { mode: 'observe', grace: '1h' }, b: { mode: 'ticket' } } },
      { rules: { a: { mode: 'remediate' }, c: {} } },
      { rules: { a: { mode: 'remediate', grace: '1h' }, b: { mode: 'ticket' }, c: {} } },
    ],
    [
      'replaces whole lists',
      { perimeter: { cidrs: ['10.0.0.0/8'] }, windows: [{ days: ['mon'] }] },
      { perimeter: { cidrs: ['10.1.0.0/16'] }, windows: [] },
      { perimeter: { cidrs: ['10.1.0.0/16'] }, windows: [] },
    ],
    [
      'joins the lists of what must not be touched',
      { exemptions: [exemption('a')], protectedPrincipals: ['x'] },
      { exemptions: [exemption('b')], protectedPrincipals: [] },
      { exemptions: [exemption('a'), exemption('b')], protectedPrincipals: ['x'] },
    ],
    [
      'replaces discovered VPCs by listed ones',
      { perimeter: { discover: true, cidrs: [] } },
      { perimeter: { vpcs: ['vpc-1'] } },
      { perimeter: { cidrs: [], vpcs: ['vpc-1'] } },
    ],
    [
      'replaces listed VPCs by discovered ones',
      { perimeter: { vpcs: ['vpc-1'] } },
      { perimeter: { discover: true } },
      { perimeter: { discover: true } },
    ],
    [
      'replaces the policies of the organization as a whole',
      { organizationPolicies: { readAt: 'a', scps: [['x']], rcps: [['y']] } },
      { organizationPolicies: { readAt: 'b', scps: [['z']] } },
      { organizationPolicies: { readAt: 'b', scps: [['z']] } },
    ],
    [
      'replaces a value by a mapping',
      { limits: 1 },
      { limits: { actionsPerHour: 1 } },
      { limits: { actionsPerHour: 1 } },
    ],
    ['replaces a mapping by a list', { exemptions: {} }, { exemptions: [] }, { exemptions: [] }],
  ])('%s', (_, central, own, merged) => {
    expect(mergeSettings(central, own)).toEqual(merged);
  });

  const list = fc.subarray(['vpc-1', 'vpc-2']);
  const vpcs = fc.oneof(
    fc.record({ discover: fc.boolean() }),
    fc.record({ vpcs: list }),
    fc.record({ discover: fc.constant(false), vpcs: list }),
    fc.record({ cidrs: fc.subarray(['10.0.0.0/8', '192.0.2.0/24']) }),
  );
  const rule = fc.record(
    {
      mode: fc.constantFrom('observe', 'ticket', 'approve', 'remediate'),
      grace: fc.constantFrom('1h', '2d'),
      dryRun: fc.boolean(),
      resources: fc.array(fc.record({ match: fc.constant('prod-*') }), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
  const part = fc.record(
    {
      perimeter: vpcs,
      rules: fc.dictionary(fc.constantFrom('notebook-direct-internet', 'notebook-private-route'), rule),
      dryRun: fc.boolean(),
      exemptions: fc.array(fc.constantFrom('a', 'b*').map(exemption), { maxLength: 3 }),
      protectedPrincipals: fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }),
      limits: fc.record({ actionsPerHour: fc.nat(), sharePercent: fc.nat(100) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );

  it('gives valid settings for valid parts, and removes no exemption', () => {
    fc.assert(
      fc.property(part, part, (central, own) => {
        for (const given of [central, own]) expect(checkSettings(given, rules)).toHaveProperty('settings');
        const merged = checkSettings(mergeSettings(central, own), rules);
        if (!('settings' in merged)) throw new Error(JSON.stringify(merged.problems));
        const { exemptions, protectedPrincipals } = merged.settings;
        const resources = exemptions.map(({ resource }) => resource);
        for (const given of [central, own]) {
          expect(resources).toEqual(
            expect.arrayContaining((given.exemptions ?? []).map(({ resource }) => resource)),
          );
          expect(protectedPrincipals).toEqual(expect.arrayContaining(given.protectedPrincipals ?? []));
        }
      }),
    );
  });

  it('changes nothing when merging with itself or with nothing, apart from lists that are joined', () => {
    fc.assert(
      fc.property(part, ({ exemptions: _, protectedPrincipals: __, ...settings }) => {
        expect(mergeSettings(settings, settings)).toEqual(settings);
        expect(mergeSettings(settings, {})).toEqual(settings);
        expect(mergeSettings({}, settings)).toEqual(settings);
      }),
    );
  });
});
