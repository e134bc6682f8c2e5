import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { describe, expect, it } from '@jest/globals';
import { exemptArns } from '../../core/guardrail/exempt';
import { type Format, formats } from '../../core/guardrail/formats';
import { proveGuardrail } from '../../core/guardrail/prove';
import { mayBeForwarded } from '../../core/model/ways-in';
import { writeGuardrail, type GuardrailRequest, type Written } from '../../core/guardrail/write';
import { parseSettings } from '../../core/settings';
import { protectedActions, questions } from '../../core/enforcement/protected-actions';
import { rules } from '../../rules/registry';
import { type GivenAccount, casePlace, snapshotOf } from '../rules/given';
import { nonEmpty } from '../non-empty';

const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-1',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-1',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
};

function guardrail(
  format: Format,
  settings: object = {},
  given: GivenAccount = { endpoints: [api] },
  more: Partial<GuardrailRequest> = {},
): Written {
  const wanted = { format, rootAccess: false, allAccounts: false, ...more };
  return writeGuardrail(wanted, snapshotOf(given), parseSettings(settings, rules));
}

function done(result: Written): Extract<Written, { status: 'written' }> {
  if (result.status === 'refused') throw new Error(result.because);
  return result;
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string;
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

function statements(result: Written): Statement[] {
  return done(result).documents.flatMap(
    ({ text }) => (JSON.parse(text) as { Statement: Statement[] }).Statement,
  );
}

const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-0${String(index).padStart(16, 'a')}`);

/** Without the resource control policy, which has no network conditions: see rcp.test.ts. */
const networkFormats = formats.filter((format) => format !== 'rcp');

describe.each(networkFormats.map((format) => [format] as const))('%s', (format) => {
  it('is within its quota and completely proved', () => {
    const { documents, proof } = done(guardrail(format, {}, { endpoints: [api] }, { rootAccess: true }));
    expect(documents).toHaveLength(1);
    for (const { size, quota } of documents) expect(size).toBeLessThanOrEqual(quota);
    expect(proof.length).toBeGreaterThan(10);
    expect(proof.filter(({ objection }) => objection !== undefined)).toEqual([]);
  });

  it.each([
    ['an empty perimeter', {}, { endpoints: [] }, 'the perimeter is empty'],
    ['a perimeter that is not known', {}, { endpoints: 'unreadable' }, 'the perimeter is not known'],
  ] as const)('is refused for %s', (_, settings, given, says) => {
    expect(guardrail(format, settings, given)).toEqual({
      status: 'refused',
      because: expect.stringContaining(says),
    });
  });

  it('needs no snapshot if the settings name the VPCs', () => {
    const result = done(guardrail(format, { perimeter: { vpcs: ['vpc-7'] } }, { endpoints: 'unreadable' }));
    expect(result.perimeter.vpcs).toEqual(['vpc-7']);
  });
});

const principalFormats = ['scp', 'iam', 'boundary', 'permission-set'] as const;

describe.each(principalFormats.map((format) => [format] as const))('%s: the network Deny', (format) => {
  it('names the discovered VPC and not its endpoints', () => {
    const [deny] = statements(guardrail(format)).filter(({ Sid }) => Sid === 'PalisadeDenyOutside');
    expect(deny?.Condition?.['StringNotEquals']).toEqual({ 'aws:SourceVpc': ['vpc-1'] });
  });

  it('is refused, with the sizes, if one condition alone is too large', () => {
    const result = guardrail(format, { perimeter: { vpcs: ids('vpc', 900) } });
    expect(result.status === 'refused' && result.because).toMatch(
      /alone takes [\d]{5} characters .* may have [\d]{4,5} \(900 values of aws:SourceVpc\)/,
    );
  });
});

describe('what is too large for one document', () => {
  // The condition fills most of a document, so the actions do not all fit into it.
  it.each([
    ['scp', 187],
    ['iam', 230],
  ] as const)('%s: the Denies are distributed over several documents', (format, count) => {
    const result = guardrail(format, { perimeter: { vpcs: ids('vpc', count) } });
    const { documents } = done(result);
    expect(documents.length).toBeGreaterThan(1);
    for (const { size, quota } of documents) expect(size).toBeLessThanOrEqual(quota);
    const all = statements(result);
    const outside = all.filter(({ Sid }) => Sid.startsWith('PalisadeDenyOutside'));
    // Each action occurs once, and every Deny has the whole list.
    const actions = outside.flatMap(({ Action }) => Action);
    expect([...actions].sort()).toEqual([...protectedActions(parseSettings({}, rules))].sort());
    for (const { Condition } of nonEmpty(outside))
      expect(Condition?.['StringNotEquals']?.['aws:SourceVpc']).toHaveLength(count);
    const forwarded = all.filter(({ Sid }) => Sid === 'PalisadeDenyForwarded');
    expect(forwarded.flatMap(({ Action }) => Action)).toEqual(
      protectedActions(parseSettings({}, rules)).filter((action) => !mayBeForwarded(action)),
    );
    expect(all).toHaveLength(outside.length + forwarded.length + 4);
    expect(new Set(documents.map(({ name }) => name)).size).toBe(documents.length);
  });

  it.each([
    ['boundary', 230],
    ['permission-set', 395],
  ] as const)('%s: is refused, because there can be only one document', (format, count) => {
    const result = guardrail(format, { perimeter: { vpcs: ids('vpc', count) } });
    expect(result.status === 'refused' && result.because).toContain('there can be only one');
  });

  it('is written without white space if white space counts and it does not fit', () => {
    const { documents } = done(guardrail('scp', { perimeter: { vpcs: ids('vpc', 110) } }));
    expect(documents.map(({ text, size }) => [text.includes('\n'), size === text.length])).toEqual([
      [false, true],
    ]);
    const [inline] = done(guardrail('permission-set', { perimeter: { vpcs: ids('vpc', 120) } })).documents;
    expect(inline?.text).toContain('\n');
    expect(inline?.size).toBeLessThan(inline?.text.length ?? 0);
  });
});

describe('the principals that an SCP exempts', () => {
  it.each([
    ['arn:aws:iam::*:role/break-glass-*', ['arn:aws:iam::*:role/break-glass-*']],
    ['break-glass', ['arn:aws:iam::*:role/break-glass', 'arn:aws:iam::*:user/break-glass']],
    // A question mark is a character in settings and a wildcard in a policy.
    ['arn:aws:iam::*:role/ops-?', []],
    ['*:role/ops', []],
    ['arn:aws:iam::*', []],
    ['${aws:PrincipalArn}', []],
  ])('%s', (entry, patterns) => {
    expect(exemptArns([entry], casePlace)).toEqual({
      patterns,
      unwritable: patterns.length === 0 ? [entry] : [],
    });
  });

  it('is written in the partition of the Region', () => {
    const gov = { account: '111122223333', region: 'us-gov-west-1' };
    expect(exemptArns(['arn:aws:iam::*:role/a', 'b'], gov).patterns).toEqual([
      'arn:aws-us-gov:iam::*:role/a',
      'arn:aws-us-gov:iam::*:role/b',
      'arn:aws-us-gov:iam::*:user/b',
    ]);
  });

  it('has a note about an entry that could not be written', () => {
    const { notes } = done(guardrail('scp', { protectedPrincipals: ['*:role/ops'] }));
    expect(notes.join('\n')).toContain('protectedPrincipals *:role/ops');
  });

  it.each(['*', 'arn:aws:iam::*:*', 'arn:aws:iam::*:role/*'])(
    'cannot be everybody: the proof refuses %s',
    (entry) => {
      const result = guardrail('scp', { protectedPrincipals: [entry] });
      expect(result.status === 'refused' && result.because).toContain('it could not be proved (closed:');
    },
  );

  it.each(['iam', 'boundary', 'permission-set'] as const)(
    'only an SCP needs exemptions, because %s is attached by hand',
    (format) => {
      const text = JSON.stringify(statements(guardrail(format, { protectedPrincipals: ['break-glass'] })));
      expect(text).not.toContain('aws:PrincipalArn');
    },
  );
});

describe('endpoint-policy', () => {
  const settings = (perimeter: object) => ({ perimeter: { vpcs: ['vpc-1'], ...perimeter } });

  it('has the accounts and the organization of the settings, and exempts protected principals', () => {
    const text = JSON.stringify(
      statements(
        guardrail('endpoint-policy', {
          ...settings({ accounts: ['222233334444'], organization: 'o-abcdefghij' }),
          protectedPrincipals: ['arn:aws:iam::*:role/break-glass-*'],
        }),
      ),
    );
    for (const part of ['222233334444', 'o-abcdefghij', 'break-glass-*']) expect(text).toContain(part);
  });

  it('is refused, with the sizes, for more accounts than fit', () => {
    const accounts = Array.from({ length: 600 }, (_, index) => String(200_000_000_000 + index));
    const result = guardrail('endpoint-policy', settings({ accounts }));
    expect(result.status === 'refused' && result.because).toMatch(
      /takes \d{5} characters, an endpoint policy may have 20480 \(600 further accounts\)/,
    );
  });

  it('is refused if it would exempt everybody', () => {
    const result = guardrail('endpoint-policy', { ...settings({}), protectedPrincipals: ['*'] });
    expect(result.status === 'refused' && result.because).toContain('it could not be proved');
  });
});

describe('accounts', () => {
  it.each([false, true])('all of them: %s', (allAccounts) => {
    const account = allAccounts ? {} : { 'aws:PrincipalAccount': '111122223333' };
    const both = { 'aws:RequestedRegion': 'us-east-1', ...account };
    const network = ['PalisadeDenyOutside', 'PalisadeDenyForwarded'];
    const denies = statements(guardrail('scp', {}, { endpoints: [api] }, { allAccounts }));
    expect(
      denies
        .filter(({ Sid }) => network.includes(Sid))
        .map(({ Condition, Resource }) => [Resource, Condition?.['StringEquals']]),
    ).toEqual(network.map(() => ['*', both]));
  });
});

describe('the proof', () => {
  const perimeter = { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} };
  const right = statements(guardrail('iam', {}, { endpoints: [api] }, { rootAccess: true }));
  const failures = (changed: readonly object[]) =>
    proveGuardrail({
      format: 'iam',
      documents: [{ Version: '2012-10-17', Statement: changed }],
      perimeter,
      questions: questions(parseSettings({}, rules), casePlace),
      rootAccess: true,
      place: casePlace,
    }).filter(({ objection }) => objection !== undefined);

  it('succeeds for the guardrail as written', () => {
    expect(failures(right)).toEqual([]);
  });

  // Every statement is needed, and plausible variants of a statement must fail.
  it.each(right.map(({ Sid }) => [Sid]))('fails without %s', (sid) => {
    expect(failures(right.filter(({ Sid }) => Sid !== sid))).not.toEqual([]);
  });

  it.each<[string, (one: Statement) => object]>([
    [
      'a positive operator',
      ({ Sid, ...one }) => ({ ...one, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-9' } } }),
    ],
    ['no condition', ({ Condition: _, ...one }) => one],
    ['another VPC', (one) => ({ ...one, Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-9' } } })],
    [
      'another Region',
      ({ Condition, ...one }) => ({
        ...one,
        Condition: { ...Condition, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      }),
    ],
    [
      'every Region',
      ({ Condition: { StringEquals: _, ...Condition } = {}, ...one }) => ({ ...one, Condition }),
    ],
    ['one action less', (one) => ({ ...one, Action: one.Action.slice(1) })],
    [
      'forwarded calls denied for what AWS checks again',
      ({ Condition, ...one }) => ({
        ...one,
        Condition: { ...Condition, Bool: { 'aws:SecureTransport': 'true' } },
      }),
    ],
  ])('fails with %s', (_, change) => {
    const [outside, ...others] = right;
    expect(failures(outside === undefined ? [] : [change(outside), ...others])).not.toEqual([]);
  });

  it.each([
    ['PalisadeDenyDirectInternet', { StringEquals: { 'sagemaker:DirectInternetAccess': 'Enabled' } }],
    [
      'PalisadeDenyPublicDomain',
      { StringEquals: { 'sagemaker:AppNetworkAccessType': 'PublicInternetOnly' } },
    ],
    // An absent key satisfies this too, so every other change of a domain would be denied.
    [
      'PalisadeDenyOpeningDomain',
      { StringNotEqualsIfExists: { 'sagemaker:AppNetworkAccessType': 'VpcOnly' } },
    ],
    ['PalisadeDenyGivingRoot', { StringNotEquals: { 'sagemaker:RootAccess': 'Disabled' } }],
  ])('fails if %s has the usual condition', (sid, Condition) => {
    expect(failures(right.map((one) => (one.Sid === sid ? { ...one, Condition } : one)))).not.toEqual([]);
  });
});
