import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { resolve } from '@palisade/sandbox/cloudformation/intrinsics';
import { scopeOf } from '@palisade/sandbox/cloudformation/scope';
import { readTemplate } from '@palisade/sandbox/cloudformation/template';
import { awsPartitions } from '../../core/model/partitions';
import { writeGuardrail } from '../../core/guardrail/write';
import { parseSettings } from '../../core/settings';
import { snapshot } from '../../core/model/snapshot';
import { rules } from '../../rules/registry';
import { yamlTemplate, yamlTemplates } from '../infra/suites/template';
import { nonEmpty } from '../non-empty';
import { sdkRegions } from './sdk';

// Templates resolved as CloudFormation does it, in every Region.

type Place = (typeof sdkRegions)[number];

const account = '444455556666';
const infra = path.join(__dirname, '../../infra');

const given = (name: string, { region, partition }: Place): Readonly<Record<string, string>> => {
  switch (name) {
    case 'forwarder':
      return { HomeRegion: region };
    case 'preventive':
      return {
        TargetIds: 'ou-ab12-11111111',
        SageMakerRegion: region,
        VpcIds: 'vpc-1',
        OrganizationId: 'o-abcdefghij',
        ExemptPrincipals: `arn:${partition}:iam::*:role/break-glass-*`,
        SettingsAdministrators: `arn:${partition}:iam::*:role/ops`,
      };
    case 'organization':
      return {
        OrganizationalUnitIds: 'ou-ab12-11111111',
        Regions: region,
        HomeRegion: region,
        CodeBucket: 'code',
        AlarmTopicArn: `arn:${partition}:sns:${region}:${account}:alarms`,
        KmsKeyArn: `arn:${partition}:kms:${region}:${account}:key/0a1b`,
      };
    case 'central-settings':
      return {
        Settings: 'dryRun: true',
        OrganizationArn: `arn:${partition}:organizations::${account}:organization/o-abcdefghij`,
      };
    default:
      return {};
  }
};

const templates = new Map(yamlTemplates.map((name) => [name, readTemplate(yamlTemplate(name))]));

/** The resources whose condition holds in a Region, with their properties resolved. */
function resolved(name: string, place: Place, more: Readonly<Record<string, string>> = {}) {
  const template = templates.get(name) ?? readTemplate(yamlTemplate(name));
  const attributes = { Arn: `arn:${place.partition}:made:${place.region}:${account}:x` };
  const made = new Map([...template.resources.keys()].map((id) => [id, { id: `made-${id}`, attributes }]));
  const known = Object.fromEntries(
    Object.entries({ ...given(name, place), ...more }).filter(([parameter]) =>
      template.parameters.has(parameter),
    ),
  );
  const surroundings = { accountId: account, region: place.region, stack: 's', parameters: known };
  const scope = scopeOf(template, surroundings, made);
  return Object.fromEntries(
    [...template.resources]
      .filter(([, { condition }]) => condition === undefined || scope.condition(condition))
      .map(([id, { properties }]) => [id, resolve(properties, scope, id)]),
  );
}

const inTemplates = nonEmpty(yamlTemplates);

describe.each(sdkRegions)('in $region', (place) => {
  it.each(inTemplates)('%s names nothing of another partition', (name) => {
    const text = JSON.stringify(resolved(name, place));
    expect(text.length).toBeGreaterThan(2);
    const arns = text.match(/arn:[a-z-]+:/g) ?? [];
    expect([...new Set([...arns, `arn:${place.partition}:`])]).toEqual([`arn:${place.partition}:`]);
    // Services are called the same everywhere; hosts end in the suffix of the partition.
    const rest = text.replaceAll(/"[a-z0-9-]+\.amazonaws\.com"/g, '').replaceAll(`.${place.suffix}`, '');
    expect(rest).not.toContain('amazonaws.');
  });

  it('preventive.yml is what palisade guardrail proves', () => {
    const { Perimeter } = resolved('preventive', place, { ExemptPrincipals: '' });
    const { region, partition } = place;
    const settings = parseSettings({ perimeter: { vpcs: ['vpc-1'] } }, rules);
    const state = snapshot({ account, region, partition }, {}, '2026-11-30T00:00:00Z');
    const written = writeGuardrail({ format: 'scp', rootAccess: false, allAccounts: true }, state, settings);
    const [document] = written.status === 'written' ? written.documents : [];
    expect(Perimeter).toMatchObject({ Content: JSON.parse(document?.text ?? '{}') as object });
  });

  it('forwarder.yml sends events to the home Region from every other Region, and not from itself', () => {
    const { region, partition } = place;
    const elsewhere = sdkRegions.find((one) => one.partition === partition && one.region !== region);
    const home = elsewhere?.region ?? `${region.slice(0, -1)}9`;
    expect(Object.keys(resolved('forwarder', place))).not.toContain('GlobalChanges');
    const { GlobalChanges } = resolved('forwarder', place, { HomeRegion: home });
    expect(GlobalChanges).toMatchObject({
      Targets: [{ Arn: `arn:${partition}:events:${home}:${account}:event-bus/default` }],
    });
  });
});

const globalRegions = (id: string): readonly string[] => {
  const events = awsPartitions.find((partition) => partition.id === id)?.globalEvents;
  return events === undefined ? [] : [...new Set([events.iam, events.route53])];
};
const isGlobal = ({ partition, region }: Place) => globalRegions(partition).join() === region;

describe('organization.yml', () => {
  it.each(nonEmpty(sdkRegions.filter((place) => !isGlobal(place))))(
    'forwards to $region from where the events of IAM and Route 53 are',
    (place) => {
      expect(resolved('organization', place)).toMatchObject({
        Palisade: { StackInstancesGroup: [{ Regions: [place.region] }] },
        Forwarder: { StackInstancesGroup: [{ Regions: globalRegions(place.partition) }] },
      });
    },
  );

  it.each(nonEmpty(sdkRegions.filter(isGlobal)))('forwards nothing to $region, which has them', (place) => {
    expect(Object.keys(resolved('organization', place))).toEqual(['Palisade']);
  });

  it('takes other Regions, if they are given', () => {
    const [place] = nonEmpty(sdkRegions);
    expect(resolved('organization', place, { GlobalEventsRegions: 'us-east-9' })).toMatchObject({
      Forwarder: { StackInstancesGroup: [{ Regions: ['us-east-9'] }] },
    });
  });
});

it.each(
  nonEmpty([
    ...readdirSync(path.join(infra, 'cloudformation')).map((name) => `cloudformation/${name}`),
    ...inTemplates.map((name) => `templates/${name}.yml`),
    'own-roles.yml',
    'functions.yml',
    '../serverless.yml',
  ]),
)('%s has no ARN or host of one partition', (name) => {
  const text = readFileSync(path.join(infra, name), 'utf8');
  expect(text).not.toMatch(/arn:aws:|\.[a-z0-9-]+\.amazonaws\.com|s3\.amazonaws/);
});
