import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../../core/model/finding';
import type { FindingRecord } from '../../../core/model/ledger';
import { resourceTypes } from '../../../core/model/resource';
import { finding, ruleMeta } from '../../../test/fakes/finding';
import { findingRecord } from '../../../test/fakes/finding-record';
import { toAsff } from './asff';

const place = { account: '111122223333', region: 'us-east-1' };
const exemption = {
  rule: 'r',
  resource: '*',
  until: '2027-01-01T00:00:00Z',
  owner: 'ml-team',
  reason: 'public data',
};

function asff(
  changes: Partial<Finding> = {},
  record: Partial<FindingRecord> = {},
  meta = ruleMeta(),
  at = place,
): AwsSecurityFinding {
  const one = finding(changes);
  const remembered = findingRecord({
    id: one.id,
    status: one.status,
    message: one.message,
    because: 'why it stands so',
    updatedAt: '2026-11-20T11:00:00.000Z',
    ...record,
  });
  return toAsff({ finding: one, record: remembered }, meta, at);
}

it('is the whole finding', () => {
  expect(asff()).toEqual({
    SchemaVersion: '2018-10-08',
    Id: 'palisade/notebook-direct-internet/111122223333/us-east-1/notebook-instance/churn',
    ProductArn: 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default',
    ProductName: 'Palisade',
    GeneratorId: 'palisade/notebook-direct-internet',
    AwsAccountId: '111122223333',
    CreatedAt: '2026-11-20T10:00:00.000Z',
    FirstObservedAt: '2026-11-20T10:00:00.000Z',
    UpdatedAt: '2026-11-20T11:00:00.000Z',
    LastObservedAt: '2026-11-20T11:00:00.000Z',
    Title: 'Notebook instance has direct internet access',
    Description: 'Direct internet access is enabled. (why it stands so)',
    FindingProviderFields: {
      Severity: { Label: 'HIGH', Original: 'high' },
      Types: ['Software and Configuration Checks/AWS Security Best Practices/Network Reachability'],
    },
    Compliance: { Status: 'FAILED', RelatedRequirements: ['NIST.800-53.r5 SC-7'] },
    RecordState: 'ACTIVE',
    Remediation: { Recommendation: { Text: 'Recreate it in a VPC subnet.' } },
    ProductFields: {
      'palisade/outcome': 'ticketed',
      'palisade/because': 'why it stands so',
      'palisade/rule': 'notebook-direct-internet',
      'palisade/mode': 'ticket',
      'palisade/resource': 'churn',
      'palisade/failingSince': '2026-11-20T10:00:00.000Z',
    },
    Resources: [
      {
        Type: 'AwsSageMakerNotebookInstance',
        Id: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
        Partition: 'aws',
        Region: 'us-east-1',
        Details: {
          AwsSageMakerNotebookInstance: {
            NotebookInstanceName: 'churn',
            NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
            DirectInternetAccess: 'Enabled',
          },
          Other: { directInternetAccess: 'Enabled', status: 'InService' },
        },
      },
    ],
  });
});

describe('compliance, severity and record state', () => {
  it.each<[string, Partial<Finding>, Partial<FindingRecord>, string, string, string]>([
    ['fails', {}, {}, 'FAILED', 'HIGH', 'ACTIVE'],
    ['is contained', { contained: 'it is stopped' }, { outcome: 'contained' }, 'FAILED', 'HIGH', 'ACTIVE'],
    ['is fixed', { status: 'pass' }, { outcome: 'fixed' }, 'PASSED', 'INFORMATIONAL', 'ACTIVE'],
    ['passes', { status: 'pass' }, { outcome: 'passing' }, 'PASSED', 'INFORMATIONAL', 'ACTIVE'],
    [
      'is unknown',
      { status: 'unknown', missing: ['a'] },
      { outcome: 'unknown' },
      'WARNING',
      'HIGH',
      'ACTIVE',
    ],
    ['is exempt', { status: 'exempt', exemption }, { outcome: 'exempt' }, 'FAILED', 'HIGH', 'ACTIVE'],
    [
      'does not apply',
      { status: 'not-applicable' },
      { outcome: 'passing' },
      'NOT_AVAILABLE',
      'HIGH',
      'ARCHIVED',
    ],
    ['is gone', { status: 'not-applicable' }, { outcome: 'gone' }, 'NOT_AVAILABLE', 'HIGH', 'ARCHIVED'],
    ['fails in the snapshot but is gone', {}, { outcome: 'gone' }, 'NOT_AVAILABLE', 'HIGH', 'ARCHIVED'],
  ])('of a finding that %s', (_, changes, record, compliance, severity, state) => {
    const one = asff(changes, record);
    expect(one.Compliance?.Status).toBe(compliance);
    expect(one.FindingProviderFields?.Severity?.Label).toBe(severity);
    expect(one.RecordState).toBe(state);
  });
});

it('shows an exemption with its reason and owner', () => {
  const one = asff({ status: 'exempt', exemption });
  expect(one.Description).toContain('Exempt until 2027-01-01T00:00:00Z by ml-team: public data');
  expect(one.ProductFields).toMatchObject({
    'palisade/exemptUntil': '2027-01-01T00:00:00Z',
    'palisade/exemptBy': 'ml-team',
    'palisade/exemptBecause': 'public data',
  });
});

it('names the ticket and how to undo', () => {
  const at = '2026-11-20T10:00:00.000Z';
  const one = asff(
    {},
    {
      ticket: { channel: 'opscenter', id: 'oi-1', open: true, digest: '' },
      performed: [{ fingerprint: 'f', call: 'c', why: 'w', at, state: 'verified' }],
    },
  );
  expect(one.ProductFields).toMatchObject({
    'palisade/ticket': 'opscenter oi-1',
    'palisade/undo': 'palisade undo notebook-direct-internet/111122223333/us-east-1/notebook-instance/churn',
  });
});

describe('resources', () => {
  it.each([
    ['AWS::EC2::VPCEndpoint', 'vpce-1', 'Other'],
    ['AWS::SageMaker::Domain', 'd-1', 'Other'],
    ['AWS::EC2::VPC', 'vpc-1', 'AwsEc2Vpc'],
    ['AWS::IAM::User', 'ann', 'AwsIamUser'],
    ['AWS::IAM::Role', 'ds', 'AwsIamRole'],
    ['AWS::IAM::Group', 'ml', 'AwsIamGroup'],
    ['AWS::IAM::Policy', 'arn:aws:iam::1:policy/p', 'AwsIamPolicy'],
  ] as const)('%s %s is %s', (type, id, asffType) => {
    const [resource] =
      asff({ resource: { type, id, arn: `arn:${id}`, region: 'global' }, evidence: { a: { b: 1 } } })
        .Resources ?? [];
    expect(resource).toMatchObject({ Type: asffType, Id: `arn:${id}`, Region: 'us-east-1' });
    expect(resource?.Details?.Other).toMatchObject(
      asffType === 'Other' ? { resourceType: type, resourceId: id, a: '{"b":1}' } : { a: '{"b":1}' },
    );
  });

  it('is the account if the subjects could not even be listed', () => {
    const resource = {
      type: 'AWS::Account',
      id: '111122223333',
      arn: 'arn:aws:iam::111122223333:root',
      region: 'us-east-1',
    } as const;
    expect(asff({ resource, evidence: {} }).Resources).toEqual([
      { Type: 'AwsAccount', Id: 'AWS::::Account:111122223333', Partition: 'aws', Region: 'us-east-1' },
    ]);
  });

  it('is identified by its id if its ARN is not known', () => {
    const resource = { type: 'AWS::EC2::VPC', id: 'vpc-1', arn: '', region: 'us-east-1' } as const;
    expect(asff({ resource }).Resources?.[0]?.Id).toBe('vpc-1');
  });
});

it.each([
  ['us-gov-west-1', 'arn:aws-us-gov:securityhub:us-gov-west-1:111122223333:product/111122223333/default'],
  ['cn-north-1', 'arn:aws-cn:securityhub:cn-north-1:111122223333:product/111122223333/default'],
])('uses the partition of %s', (region, arn) => {
  expect(asff({}, {}, ruleMeta(), { account: '111122223333', region }).ProductArn).toBe(arn);
});

/** The limits of the format, with any content. */
it('respects every limit whatever the content', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 3000 });
  fc.assert(
    fc.property(
      fc.record({ title: words, message: words, because: words, recommendation: words, extra: words }),
      fc.constantFrom(...resourceTypes),
      fc.array(words, { maxLength: 60 }),
      ({ title, message, because, recommendation, extra }, type, values) => {
        const evidence = Object.fromEntries(values.map((value, n) => [`${n}${extra}`, value]));
        const one = asff(
          {
            title: `T${title}`,
            message,
            evidence,
            contained: extra,
            resource: { type, id: 'x', arn: 'arn:x', region: 'us-east-1' },
          },
          { message, because },
          ruleMeta({
            recommendation: `R${recommendation}`,
            standards: Array.from({ length: 40 }, (_, n) => `S ${n}`),
          }),
        );
        expect(one.Title?.length).toBeLessThanOrEqual(256);
        expect(one.Description?.length).toBeLessThanOrEqual(1024);
        expect(one.Description?.trim()).not.toBe('');
        expect(one.Remediation?.Recommendation?.Text?.length).toBeLessThanOrEqual(512);
        expect(one.Compliance?.RelatedRequirements).toHaveLength(32);
        for (const [key, value] of Object.entries(one.ProductFields ?? {})) {
          expect(key.length).toBeLessThanOrEqual(128);
          expect(value.length).toBeLessThanOrEqual(2048);
          expect(value.trim()).not.toBe('');
        }
        const others = Object.entries(one.Resources?.[0]?.Details?.Other ?? {});
        expect(others.length).toBeLessThanOrEqual(50);
        for (const [key, value] of others) {
          expect(key.length).toBeLessThanOrEqual(64);
          expect(value.length).toBeLessThanOrEqual(1024);
        }
        expect(Buffer.byteLength(JSON.stringify(one))).toBeLessThanOrEqual(240_000);
      },
    ),
    { numRuns: 60 },
  );
});

it('leaves out the details that would make the finding too big', () => {
  const evidence = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, '\u0001'.repeat(1024)]));
  const one = asff({ evidence });
  expect(Buffer.byteLength(JSON.stringify(one))).toBeLessThanOrEqual(240_000);
  expect(one.Resources?.[0]).toEqual({
    Type: 'AwsSageMakerNotebookInstance',
    Id: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
    Partition: 'aws',
    Region: 'us-east-1',
  });
});
