import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { portable } from '../../infra/portable.cjs';
import { readEnvironment } from '../../functions/environment';
import { resolve } from '@palisade/sandbox/cloudformation/intrinsics';
import { scopeOf } from '@palisade/sandbox/cloudformation/scope';
import { readTemplate } from '@palisade/sandbox/cloudformation/template';
import { nonEmpty } from '../non-empty';

// The parameters that the templates of an organization pass to each other. CloudFormation would refuse mistakes only on
// deployment.

const infra = path.join(__dirname, '../../infra');
/** Short intrinsic functions are parsed as plain text here. */
function template(name: string): Template {
  return parse(readFileSync(path.join(infra, name), 'utf8'), { logLevel: 'error' }) as Template;
}

interface Template {
  readonly Parameters?: Readonly<Record<string, object>>;
  readonly Resources?: Readonly<
    Record<string, { readonly Properties: Readonly<Record<string, unknown>> } | undefined>
  >;
}

const fragments = readdirSync(path.join(infra, 'cloudformation')).map((name) =>
  template(`cloudformation/${name}`),
);
const accepted: Readonly<Record<string, readonly string[]>> = {
  Palisade: [
    ...fragments.flatMap(({ Parameters = {} }) => Object.keys(Parameters)),
    ...Object.keys((portable({ Resources: {} }) as Template).Parameters ?? {}),
  ],
  Forwarder: Object.keys(template('templates/forwarder.yml').Parameters ?? {}),
};

describe('infra/templates/organization.yml', () => {
  const { Resources = {} } = template('templates/organization.yml');

  it.each(['Palisade', 'Forwarder'])('gives the stacks of %s only parameters that they have', (id) => {
    const given = Resources[id]?.Properties['Parameters'] as readonly { readonly ParameterKey: string }[];
    expect(given.length).toBeGreaterThan(0);
    expect(
      given.map(({ ParameterKey }) => ParameterKey).filter((key) => !accepted[id]?.includes(key)),
    ).toEqual([]);
  });

  it('passes every option that the template has, with the same choices and defaults', () => {
    const { Parameters = {} } = template('templates/organization.yml');
    const given = Resources['Palisade']?.Properties['Parameters'] as readonly {
      readonly ParameterKey: string;
    }[];
    expect(given.map(({ ParameterKey }) => ParameterKey).sort()).toEqual(
      [...(accepted['Palisade'] ?? [])].sort(),
    );
    const choice = ({ Type, Default, AllowedValues, AllowedPattern }: Partial<Record<string, unknown>>) => ({
      Type,
      Default,
      AllowedValues,
      AllowedPattern,
    });
    const options = fragments.flatMap(({ Parameters = {} }) => Object.entries(Parameters));
    for (const [name, option] of nonEmpty(options))
      expect([name, choice({ ...Parameters[name] })]).toEqual([name, choice({ ...option })]);
  });

  it('lets the alarms of each Region notify a topic of that Region', () => {
    const notify = { 'Fn::If': ['HasAlarmTopic', [{ Ref: 'AlarmTopicArn' }], { Ref: 'AWS::NoValue' }] };
    const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: notify, Threshold: 1 } };
    const { Alarm } = (portable({ Resources: { Alarm: alarm } }) as { Resources: typeof Resources })
      .Resources;
    const surroundings = { accountId: '444455556666', region: 'eu-west-1', stack: 's' };
    const read = readTemplate({
      Parameters: { AlarmTopicArn: { Type: 'String' } },
      Conditions: { HasAlarmTopic: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AlarmTopicArn' }, ''] }] } },
      Resources: { Alarm },
    });
    const AlarmTopicArn = 'arn:aws:sns:us-east-1:111122223333:alarms';
    const scope = scopeOf(read, { ...surroundings, parameters: { AlarmTopicArn } }, new Map());
    expect(resolve(Alarm?.Properties, scope, 'test')).toEqual({
      AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alarms'],
      Threshold: 1,
    });
  });

  it('deploys automatically into new accounts, and removes Palisade from those that leave', () => {
    for (const id of ['Palisade', 'Forwarder'])
      expect(Resources[id]?.Properties).toMatchObject({
        PermissionModel: 'SERVICE_MANAGED',
        AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      });
  });
});

describe('infra/templates/central-settings.yml', () => {
  const { Resources = {} } = template('templates/central-settings.yml');

  it('creates the parameter that the functions are configured to read', () => {
    const name = String(Resources['CentralSettings']?.Properties['Name']);
    const serverless = readFileSync(path.join(infra, '../serverless.yml'), 'utf8');
    expect(serverless).toContain(`:\${CentralSettingsAccount}:parameter${name}`);
    const options = readFileSync(path.join(infra, 'cloudformation/options.yml'), 'utf8');
    expect(options).toContain(`:\${CentralSettingsAccount}:parameter${name}`);
    expect(
      readEnvironment({
        PALISADE_TABLE: 'ledger',
        PALISADE_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/changes',
        PALISADE_DEAD_LETTERS_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/dead',
        PALISADE_CENTRAL_SETTINGS: `arn:aws:ssm:eu-central-1:999900001111:parameter${name}`,
      }).PALISADE_CENTRAL_SETTINGS,
    ).toContain(name);
  });

  it('in the tier that can be shared, and shares it with the organization only', () => {
    expect(Resources['CentralSettings']?.Properties['Tier']).toBe('Advanced');
    expect(Resources['Share']?.Properties).toMatchObject({ AllowExternalPrincipals: false });
  });
});
