import { describe, expect, it } from '@jest/globals';
import { type Reading, type Snapshot, snapshot } from '../../core/model/snapshot';
import { parseSettings } from '../../core/settings';
import { type SliceName, sliceNames, slices, type Slices } from '../../core/slices';
import { rules } from '../../rules/registry';
import { casePlace, readAt } from './given';
import { latticeEndpoints, oddAccount } from './odd-account';
import { fieldsOf, recordsIn, valueAt, withoutAt } from './records-in';
import { nonEmpty } from '../non-empty';

type Files = ReadonlyMap<SliceName, unknown>;

/** The slices in which records are found and fields dropped. Policies of an organization have no records. */
const walked = sliceNames.filter((name) => name !== 'organizationPolicies');

/** Where an absent field has a meaning that AWS documents, so that the verdict may be another one. */
const meanings: readonly (readonly [SliceName, RegExp, string])[] = [
  ['domains', /^AppNetworkAccessType$/, 'PublicInternetOnly is the default (CreateDomain)'],
  [
    'domains',
    /^(?:VpcId|SubnetIds|Status)$/,
    'absent for a domain of Unified Studio that was created without a VPC',
  ],
  ['notebooks', /^(?:SubnetId|SecurityGroups)$/, 'absent for a notebook instance outside your VPCs'],
  ['endpoints', /^PrivateDnsEnabled$/, 'false is the default (AWS::EC2::VPCEndpoint)'],
  ['natGateways', /^SubnetId$/, 'absent for a regional NAT gateway'],
  ['routeTables', /^Associations/, 'a table that is associated with nothing'],
  [
    'principals',
    /(?:List|Policies|PermissionsBoundary|Tags)$/,
    'absent for a principal that has none: IAM does so for some of them, exports written by hand for all',
  ],
  ['principals', /^(?:RoleName|UserName)/, 'the name is the end of the ARN'],
];

const settings = parseSettings({}, rules);
const files: Files = new Map(sliceNames.map((name) => [name, oddAccount[name]]));

function readingOf(name: SliceName, content: unknown): Reading<Slices[SliceName]> {
  return { status: 'read', at: readAt, value: slices[name].schema(content, []).parse(content) };
}

const readings = Object.fromEntries(sliceNames.map((name) => [name, readingOf(name, files.get(name))]));

/** The account with another content of one slice. */
function accountWith(name: SliceName, content: unknown): Snapshot {
  // Object.fromEntries loses the types of the slices.
  return snapshot(casePlace, { ...readings, [name]: readingOf(name, content) }, readAt);
}

/** Every verdict, by rule and subject. */
function verdicts(
  account: Snapshot,
): ReadonlyMap<string, { readonly status: string; readonly text: string }> {
  return new Map(
    rules.flatMap((rule) =>
      rule
        .judge(account, settings)
        .map(({ resource, verdict }) => [
          `${rule.meta.id} ${resource.id}`,
          { status: verdict.status, text: JSON.stringify(verdict) },
        ]),
    ),
  );
}

const consumers: readonly SliceName[] = ['notebooks', 'domains'];

/** Slices of which every record may be about any DNS name of its VPC, as far as it does not say which. */
const anyName: readonly SliceName[] = ['zoneRecords', 'resolverRules', 'route53Profiles'];

const before = verdicts(snapshot(casePlace, readings, readAt));

/** The subjects whose verdicts are not as they were, with what they are now. */
function changes(account: Snapshot): readonly string[] {
  const after = verdicts(account);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => before.get(key)?.text !== after.get(key)?.text);
}

describe('a field that a record lacks', () => {
  it('is tried in an account that has verdicts of every rule', () => {
    expect(new Set([...before.keys()].map((key) => key.split(' ')[0]))).toEqual(
      new Set(rules.map(({ meta }) => meta.id)),
    );
  });

  it.each(walked)('of %s makes unknown what rests on the record, and changes nothing else', (name) => {
    const content = files.get(name);
    const wrong: string[] = [];
    for (const record of nonEmpty(recordsIn(content))) {
      const removed = anyName.includes(name) ? record.slice(0, 1) : record;
      const dependents = new Set(changes(accountWith(name, withoutAt(content, removed))));
      for (const field of fieldsOf(valueAt(content, record))) {
        const shown = field.filter((part) => typeof part === 'string').join('.');
        const after = verdicts(accountWith(name, withoutAt(content, [...record, ...field])));
        const hasMeaning = meanings.some(([slice, pattern]) => slice === name && pattern.test(shown));
        for (const [key, was] of before) {
          const now = after.get(key);
          const isOwn =
            now === undefined &&
            [...after].some(([other, { status }]) => !before.has(other) && status === 'unknown');
          if (now?.status === was.status || isOwn) continue;
          // What a notebook or domain lacks may say where it is, and endpoints are judged by those who use them.
          const isConsumer = consumers.includes(name) && key.startsWith('endpoint-');
          const rests = dependents.has(key) || isConsumer;
          if ((now?.status === 'unknown' || hasMeaning) && rests) continue;
          wrong.push(
            `${record.join('.')} without ${shown}: ${key} was ${was.status}, is ${now?.status ?? 'gone'}${rests ? '' : ', and does not rest on it'}`,
          );
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('endpoints for VPC Lattice', () => {
  it('are as if they were not there', () => {
    const { VpcEndpoints } = files.get('endpoints') as { VpcEndpoints: unknown[] };
    expect(
      changes(accountWith('endpoints', { VpcEndpoints: [...VpcEndpoints, ...latticeEndpoints] })),
    ).toEqual([]);
  });
});
