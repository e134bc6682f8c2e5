import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { parseSettings } from '../../core/settings';
import { settingsFromText } from './index';
import { editDistance } from './nearest';

const rules = [
  { meta: { id: 'endpoint-private-dns' } },
  { meta: { id: 'notebook-direct-internet' } },
  { meta: { id: 'notebook-private-route' }, options: { strict: z.boolean().optional() } },
  { meta: { id: 'principal-outside-access' } },
];
const defaults = parseSettings(undefined, rules);
const read = (text: string) => settingsFromText(text, rules, 'palisade.yml');

/** The example in the documentation. */
const example = `perimeter:
  vpcs: [vpc-0abc]
  vpcEndpoints: []
  cidrs: [203.0.113.0/24]
rules:
  notebook-direct-internet: { mode: remediate, grace: 4h }
  principal-outside-access: { mode: approve }
exemptions:
  - { rule: notebook-direct-internet, resource: "kaggle-*", until: 2027-03-31, owner: ml-platform, reason: "public data set challenge" }
limits: { actionsPerHour: 20, sharePercent: 10 }
tickets: { channel: opscenter }
protectedPrincipals: ["arn:aws:iam::*:role/break-glass-*"]   # never touched
`;

describe('settingsFromText', () => {
  it('reads the example', () => {
    expect(read(example)).toMatchObject({
      perimeter: { vpcs: ['vpc-0abc'], cidrs: ['203.0.113.0/24'] },
      rules: {
        'notebook-direct-internet': { mode: 'remediate', grace: 14_400_000 },
        'principal-outside-access': { mode: 'approve' },
      },
      exemptions: [{ until: '2027-03-31T23:59:59Z', owner: 'ml-platform' }],
      protectedPrincipals: ['arn:aws:iam::*:role/break-glass-*'],
    });
  });

  it('reads an option of one rule', () => {
    expect(read('rules: { notebook-private-route: { strict: true } }').rules).toEqual({
      'notebook-private-route': { strict: true },
    });
  });

  it.each(['', '\n', '# only a comment\n', '---\n', '{}', '\uFEFFlimits: {}\n'])(
    '%j means defaults',
    (text) => {
      expect(read(text)).toEqual(defaults);
    },
  );

  it('reads JSON, which is YAML', () => {
    expect(read(JSON.stringify({ limits: { actionsPerHour: 3 } })).limits.actionsPerHour).toBe(3);
  });

  it('resolves aliases', () => {
    expect(
      read('perimeter:\n  vpcs: &v [vpc-1]\n  protectedActions: []\nrules: {}\n').perimeter.vpcs,
    ).toEqual(['vpc-1']);
    expect(
      read('rules:\n  notebook-direct-internet: &m { mode: observe }\n  endpoint-private-dns: *m\n').rules,
    ).toEqual({
      'notebook-direct-internet': { mode: 'observe' },
      'endpoint-private-dns': { mode: 'observe' },
    });
  });

  const refused: readonly (readonly [text: string, message: string | RegExp])[] = [
    // Unknown keys, with their own line and the nearest known key.
    [
      'limits: {}\nperimiter:\n  vpcs: []\n',
      'palisade.yml, line 2: perimiter: unknown key (known are perimeter, rules, windows, dryRun, exemptions, limits, undo, tickets, protectedPrincipals, organizationPolicies); did you mean perimeter?',
    ],
    [
      'rules:\n  notebook-direct-internet:\n    grace: 1h\n    mod: remediate\n',
      'palisade.yml, line 4: rules.notebook-direct-internet.mod: unknown key (known are mode, grace, resources, windows, dryRun); did you mean mode?',
    ],
    [
      'exemptions:\n  - rule: endpoint-private-dns\n    resource: x\n    until: 2027-01-01\n    owner: me\n    reason: r\n    ticket: T-1\n',
      'palisade.yml, line 7: exemptions[0].ticket: unknown key (known are rule, resource, until, owner, reason)',
    ],
    [
      'limits: { actionPerHour: 1 }\n',
      'palisade.yml, line 1: limits.actionPerHour: unknown key (known are actionsPerHour, sharePercent, flapping); did you mean actionsPerHour?',
    ],
    // An action that does not exist would protect nothing.
    [
      'perimeter:\n  protectedActions:\n    - sagemaker:StartSession\n    - sagemaker:CreatePresignedDomainURL\n',
      'palisade.yml, line 4: perimeter.protectedActions[1]: sagemaker:CreatePresignedDomainURL is not one SageMaker action such as sagemaker:StartSession; did you mean sagemaker:CreatePresignedDomainUrl?',
    ],
    // An option of another rule is not suggested either.
    [
      'rules:\n  notebook-private-route: { strict: true }\n  endpoint-private-dns: { mode: observe, strict: true }\n',
      'palisade.yml, line 3: rules.endpoint-private-dns.strict: unknown key (known are mode, grace, resources, windows, dryRun)',
    ],
    [
      'rules:\n  notebook-private-route:\n    strickt: true\n',
      'palisade.yml, line 3: rules.notebook-private-route.strickt: unknown key (known are mode, grace, resources, windows, dryRun, strict); did you mean strict?',
    ],
    ['rules: { notebook-private-route: { strict: 1 } }\n', /line 1: rules\.notebook-private-route\.strict: /],
    ['__proto__: {}\n', /^palisade\.yml, line 1: __proto__: unknown key/],
    ['constructor: 1\n', /^palisade\.yml, line 1: constructor: unknown key/],
    ['? [a]\n: b\n', /^palisade\.yml, line 1: \[ a \]: unknown key/],
    // Unknown rules.
    [
      '\nrules:\n  notebook-direct-internt: { mode: observe }\n',
      'palisade.yml, line 3: rules.notebook-direct-internt: there is no rule notebook-direct-internt; did you mean notebook-direct-internet?',
    ],
    [
      'exemptions:\n  - { resource: x, until: 2027-01-01, owner: o, reason: r,\n      rule: endpoint-private-dn }\n',
      'palisade.yml, line 3: exemptions[0].rule: there is no rule endpoint-private-dn; did you mean endpoint-private-dns?',
    ],
    ['rules: { zzz: {} }\n', 'palisade.yml, line 1: rules.zzz: there is no rule zzz'],
    // Bad values.
    [
      'rules:\n  endpoint-private-dns:\n    mode: remidiate\n',
      'palisade.yml, line 3: rules.endpoint-private-dns.mode: must be one of observe, ticket, approve, remediate; did you mean remediate?',
    ],
    [
      'rules:\n  endpoint-private-dns:\n    grace: soon\n',
      'palisade.yml, line 3: rules.endpoint-private-dns.grace: is not a duration such as 30m, 4h or 2d',
    ],
    [
      'perimeter:\n  cidrs:\n    - 203.0.113.0/24\n    - 203.0.113.1\n',
      'palisade.yml, line 4: perimeter.cidrs[1]: is not a CIDR range such as 203.0.113.0/24',
    ],
    [
      'perimeter: { discover: true, vpcs: [vpc-1] }\n',
      'palisade.yml, line 1: perimeter: has both vpcs and discover: true; use one',
    ],
    ['limits:\n  actionsPerHour: -1\n', /^palisade\.yml, line 2: limits\.actionsPerHour: Too small/],
    ['limits:\n  actionsPerHour: "3"\n', /^palisade\.yml, line 2: limits\.actionsPerHour: .*expected number/],
    [
      'windows:\n  - { days: [mon-fri], from: "22:00", to: "04:00", timezone: Europe/Berln }\n',
      'palisade.yml, line 2: windows[0].timezone: is not a time zone such as Europe/Berlin or UTC',
    ],
    [
      'windows:\n  - days: [mon, tuesday]\n    from: "1:00"\n    to: "02:00"\n',
      /^palisade\.yml, line 2: windows\[0\]\.days\[1\]: is not a day .* \(and \d more\)$/,
    ],
    [
      'windows:\n  - { days: [sat], from: "22:00", to: "22:10" }\n',
      /^palisade\.yml, line 2: windows\[0\]: is shorter than 30 minutes/,
    ],
    [
      'windows:\n  - { days: [], from: "22:00", to: "23:00" }\n',
      'palisade.yml, line 2: windows[0].days: names no day',
    ],
    [
      'rules:\n  endpoint-private-dns:\n    resources:\n      - { mode: ticket }\n',
      'palisade.yml, line 4: rules.endpoint-private-dns.resources[0].match: is missing',
    ],
    [
      'rules:\n  endpoint-private-dns:\n    resources:\n      - { match: prod-*, mod: ticket }\n',
      'palisade.yml, line 4: rules.endpoint-private-dns.resources[0].mod: unknown key (known are match, mode, grace); did you mean mode?',
    ],
    ['dryRun: yes\n', /^palisade\.yml, line 1: dryRun: .*expected boolean/],
    ['limits: { flapping: { times: 0 } }\n', /^palisade\.yml, line 1: limits\.flapping\.times: Too small/],
    ['limits: 3\n', /^palisade\.yml, line 1: limits: .*expected object/],
    [
      'rules:\n  endpoint-private-dns: &e\n    mode: off\n  notebook-direct-internet: *e\n',
      /^palisade\.yml, line 3: rules\.endpoint-private-dns\.mode: must be one of .* \(and 1 more\)$/,
    ],
    // Missing values and keys.
    [
      'tickets: {}\nexemptions:\nlimits: {}\n',
      'palisade.yml, line 2: exemptions: has no value; fill it in or leave the key out',
    ],
    [
      'exemptions:\n  - rule: endpoint-private-dns\n    resource: x\n    until: 2027-01-01\n    owner: me\n',
      'palisade.yml, line 2: exemptions[0].reason: is missing',
    ],
    // The topmost problem is shown, the others are counted.
    [
      'tickets: { channel: x }\nlimits: { foo: 1, bar: 2 }\n',
      /^palisade\.yml, line 1: tickets\.channel: .* \(and 2 more\)$/,
    ],
    // Not settings at all.
    ['- a\n', 'palisade.yml, line 1: must be a mapping of settings, such as `limits: {…}`'],
    ['just text\n', 'palisade.yml, line 1: must be a mapping of settings, such as `limits: {…}`'],
    ['7', 'palisade.yml, line 1: must be a mapping of settings, such as `limits: {…}`'],
    // Not YAML.
    [
      'limits: {}\ntickets: {}\nlimits: {}\n',
      'palisade.yml, line 3, column 1: is not usable YAML: Map keys must be unique',
    ],
    ['limits: {\n', /^palisade\.yml, line 2, column 1: is not usable YAML: /],
    ['\tlimits: {}\n', /^palisade\.yml, line 1, column 1: is not usable YAML: Tabs/],
    [
      'limits: {}\n---\nlimits: {}\n',
      'palisade.yml, line 2, column 1: is not usable YAML: it holds more than one document',
    ],
    ['tickets: !!js/function "x"\n', /^palisade\.yml, line 1, column 10: is not usable YAML: Unresolved tag/],
    ['limits: *nowhere\n', /^palisade\.yml: is not usable YAML: Unresolved alias/],
    // Hostile texts.
    [`# ${'x'.repeat(256 * 1024)}`, 'palisade.yml: is larger than settings can be (262144 characters)'],
    ['['.repeat(20_000), 'palisade.yml: is nested too deeply for settings'],
    ['a: {'.repeat(30_000), 'palisade.yml: is nested too deeply for settings'],
    ['- '.repeat(20_000), 'palisade.yml: is nested too deeply for settings'],
    [
      'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n',
      /^palisade\.yml: is not usable YAML: Excessive alias count/,
    ],
    ['limits: &a\n  actionsPerHour: *a\n', /^palisade\.yml/],
  ];
  it.each(refused.map(([text, message]) => [text.slice(0, 60), text, message] as const))(
    'refuses %j',
    (_, text, message) => {
      let error: unknown;
      try {
        read(text);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toMatchObject({
        name: 'BadInputError',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      });
    },
  );

  it('returns settings or throws a BadInputError for any text', () => {
    const line = fc.constantFrom(
      'limits:',
      '  actionsPerHour: 1',
      'rules: &a',
      '  x: *a',
      '- ',
      '? ',
      '"',
      "'",
      '|',
      '>',
      '{',
      '}',
      '[',
      ']',
      ': ',
      '!!map',
      '%YAML 1.1',
      '---',
      '...',
      '&a',
      '*a',
      '<<: *a',
      '\t',
      '#',
      '@',
      '`',
      'exemptions: [{}]',
      '~',
      '\u0000',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(line, fc.string()), { maxLength: 12 }).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, (anything) => {
        try {
          expect(read(anything)).toHaveProperty('limits');
        } catch (error) {
          expect(error).toMatchObject({ name: 'BadInputError' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['mod', 'mode', 1],
    ['limit', 'limits', 1],
    ['kitten', 'sitting', 3],
    ['abc', '', 3],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is a metric', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
