import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { keepSettings } from '../../core/guardrail/keep-settings';
import { type Format, quotaOf } from '../../core/guardrail/formats';
import { writeGuardrail } from '../../core/guardrail/write';
import { parseSettings } from '../../core/settings';
import { rules } from '../../rules/registry';
import { resolve } from '@palisade/sandbox/cloudformation/intrinsics';
import { scopeOf } from '@palisade/sandbox/cloudformation/scope';
import { readTemplate } from '@palisade/sandbox/cloudformation/template';
import { snapshotOf } from '../rules/given';

// The template, resolved like CloudFormation does, must equal what `palisade guardrail` proves for the same perimeter.

const file = path.join(__dirname, '../../infra/templates/preventive.yml');
// CloudFormation parses YAML 1.1, in which yes is a boolean.
const template = readTemplate(parse(readFileSync(file, 'utf8'), { version: '1.1', schema: 'yaml-1.1' }));

interface Policy {
  readonly Name: string;
  readonly Type: string;
  readonly TargetIds: readonly string[];
  readonly Content: object;
}

function filledIn(
  parameters: Readonly<Record<string, string>>,
): Readonly<Record<string, Policy | undefined>> {
  const scope = scopeOf(
    template,
    {
      accountId: '111122223333',
      region: 'us-east-1',
      stack: 'palisade-policies',
      parameters: {
        TargetIds: 'ou-ab12-11111111',
        SageMakerRegion: 'us-east-1',
        VpcIds: 'vpc-1',
        ...parameters,
      },
    },
    new Map(),
  );
  return Object.fromEntries(
    [...template.resources]
      .filter(([, { condition }]) => condition === undefined || scope.condition(condition))
      .map(([id, { properties }]) => [id, resolve(properties, scope, id) as Policy]),
  );
}

function printed(format: Format, settings: object, rootAccess = false): object {
  const written = writeGuardrail(
    { format, rootAccess, allAccounts: true },
    snapshotOf({}),
    parseSettings(settings, rules),
  );
  if (written.status === 'refused') throw new Error(written.because);
  const [document, ...more] = written.documents;
  expect(more).toEqual([]);
  return JSON.parse(document?.text ?? '') as object;
}

describe('infra/templates/preventive.yml', () => {
  it.each<[string, Record<string, string>, object, boolean]>([
    ['VPCs alone', { VpcIds: 'vpc-1,vpc-2' }, { perimeter: { vpcs: ['vpc-1', 'vpc-2'] } }, false],
    [
      'endpoints and ranges too',
      { VpcEndpointIds: 'vpce-1,vpce-2', Cidrs: '203.0.113.0/24,2001:db8::/32' },
      {
        perimeter: {
          vpcs: ['vpc-1'],
          vpcEndpoints: ['vpce-1', 'vpce-2'],
          cidrs: ['203.0.113.0/24', '2001:db8::/32'],
        },
      },
      false,
    ],
    [
      'root access and exempt principals',
      {
        ForbidRootAccess: 'yes',
        ExemptPrincipals: 'arn:aws:iam::*:role/break-glass-*,arn:aws:iam::*:user/ops',
      },
      {
        perimeter: { vpcs: ['vpc-1'] },
        protectedPrincipals: ['arn:aws:iam::*:role/break-glass-*', 'arn:aws:iam::*:user/ops'],
      },
      true,
    ],
  ])('equals what palisade guardrail proves: %s', (_, parameters, settings, rootAccess) => {
    const { Perimeter, Strangers, Settings } = filledIn(parameters);
    expect(Perimeter).toMatchObject({
      Name: 'PalisadeSageMakerPerimeter-us-east-1',
      Type: 'SERVICE_CONTROL_POLICY',
      TargetIds: ['ou-ab12-11111111'],
    });
    expect(Perimeter?.Content).toEqual(printed('scp', settings, rootAccess));
    expect([Strangers, Settings]).toEqual([undefined, undefined]);
  });

  it.each([
    ['', []],
    ['444455556666,777788889999', ['444455556666', '777788889999']],
  ])('has the resource control policy, trusting %j', (TrustedAccounts, accounts) => {
    const organization = 'o-abcdefghij';
    const { Strangers } = filledIn({ OrganizationId: organization, TrustedAccounts });
    expect(Strangers?.Type).toBe('RESOURCE_CONTROL_POLICY');
    expect(Strangers?.Content).toEqual(printed('rcp', { perimeter: { organization, accounts } }));
  });

  it('reserves the settings for their administrators', () => {
    const administrators = [
      'arn:aws:iam::*:role/ops',
      'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*',
    ];
    const { Settings } = filledIn({ SettingsAdministrators: administrators.join(',') });
    expect(Settings?.Content).toEqual({
      Version: '2012-10-17',
      Statement: [keepSettings(administrators, 'aws')],
    });
  });

  it('fits as many VPCs as its description says', () => {
    const text = JSON.stringify(parse(readFileSync(file, 'utf8')));
    const most = Number(/About (\d+) fit/.exec(text)?.[1]);
    const size = (count: number) => {
      const ids = Array.from({ length: count }, (_, index) => `vpc-${String(index).padStart(17, '0')}`);
      return JSON.stringify(filledIn({ VpcIds: ids.join(',') })['Perimeter']?.Content).length;
    };
    expect(size(most)).toBeLessThanOrEqual(quotaOf.scp.size);
    expect(size(most + 20)).toBeGreaterThan(quotaOf.scp.size);
  });

  it.each([
    [{ VpcIds: 'all' }, 'VpcIds'],
    [{ Cidrs: '0.0.0.0/0' }, 'Cidrs'],
    [{ ExemptPrincipals: '*' }, 'ExemptPrincipals'],
    [{ TargetIds: 'everybody' }, 'TargetIds'],
    [{ ForbidRootAccess: 'true' }, 'ForbidRootAccess'],
  ])('refuses %j before anything is created', (parameters, name) => {
    expect(() => filledIn(parameters as Record<string, string>)).toThrow(`Parameters.${name}`);
  });
});
