import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ledgerTable, ttlAttribute } from '../../adapters/ledger/table';
import { cloudTrailEvents } from '../../adapters/triggers/cloudtrail-refs';
import { parseMessage } from '../../adapters/triggers/message';
import { functionNames as built } from '../../infra/build.cjs';
import { alarmResources, alarms, functionNames, runbookOf } from '../../infra/generate/alarms';
import { dashboardResources } from '../../infra/generate/dashboard';
import { rules } from '../../rules/registry';
import { matchesPattern } from '../../sandbox/events/pattern';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
interface Role {
  readonly Properties: {
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  };
}

/** A fragment of the template; its short intrinsic functions read as plain text here. */
function resources<T>(name: string): Readonly<Record<string, T>> {
  const file = path.join(__dirname, '../../infra/cloudformation', `${name}.yml`);
  return (parse(readFileSync(file, 'utf8'), { logLevel: 'error' }) as { Resources: Record<string, T> })
    .Resources;
}

function statements(role: string): readonly Statement[] {
  const found = resources<Role>('roles')[role];
  if (found === undefined) throw new Error(`there is no role ${role}`);
  return found.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

const actionsOf = ({ Action }: Statement): readonly string[] =>
  typeof Action === 'string' ? [Action] : Action;
const roleNames = Object.keys(resources<Role>('roles'));
/** Deleting a notebook destroys data: only an operator does it, with `palisade apply --allow-data-loss`. */
const operatorsOnly = ['sagemaker:DeleteNotebookInstance'];
const effectCalls = [...new Set(rules.flatMap(({ meta }) => meta.calls))].filter(
  (call) => !operatorsOnly.includes(call),
);

describe('roles', () => {
  it('let on-change and on-action make every call of every rule', () => {
    for (const role of ['OnChangeRole', 'OnActionRole']) {
      const allowed = new Set(
        statements(role)
          .filter(({ Effect }) => Effect === 'Allow')
          .flatMap(actionsOf),
      );
      expect(effectCalls.filter((call) => !allowed.has(call))).toEqual([]);
    }
  });

  it('let no function delete a notebook', () => {
    for (const role of roleNames)
      expect(
        statements(role)
          .flatMap(actionsOf)
          .filter((call) => operatorsOnly.includes(call)),
      ).toEqual([]);
  });

  it('let the watchers make none of them', () => {
    for (const role of ['ConfigRuleRole', 'SweepRole']) {
      const allowed = statements(role).flatMap(actionsOf);
      expect(effectCalls.filter((call) => allowed.includes(call))).toEqual([]);
    }
  });

  it.each(roleNames)(
    '%s has no wildcard action, and no call that changes something on any resource',
    (role) => {
      for (const statement of statements(role).filter(({ Effect }) => Effect === 'Allow')) {
        expect(actionsOf(statement).filter((action) => action.includes('*'))).toEqual([]);
        if (statement.Resource === '*')
          for (const action of actionsOf(statement))
            expect(action).toMatch(/:(Get|List|Describe)|^config:PutEvaluations$/);
      }
    },
  );
});

describe('ledger', () => {
  it('is the table that the adapter expects', () => {
    const { Ledger } = resources<{ Properties: Record<string, unknown> }>('ledger');
    const { TableName: _, ...definition } = ledgerTable('any');
    expect(Ledger?.Properties).toMatchObject(definition);
    expect(Ledger?.Properties['TimeToLiveSpecification']).toEqual({
      AttributeName: ttlAttribute,
      Enabled: true,
    });
  });
});

describe('event patterns', () => {
  const patterns = Object.values(resources<{ Properties: { EventPattern: unknown } }>('events')).map(
    ({ Properties }) => Properties.EventPattern,
  );
  const event = (source: string, eventName: string, detail: object = {}) => ({
    version: '0',
    id: '6f2d5b1e-0000-4000-8000-000000000000',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${source}`,
    account: '111122223333',
    time: '2026-11-22T10:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.08',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDA1',
        arn: 'arn:aws:iam::111122223333:user/ana',
        accountId: '111122223333',
      },
      eventTime: '2026-11-22T10:00:00Z',
      eventSource: `${source}.amazonaws.com`,
      eventName,
      awsRegion: 'us-east-1',
      requestParameters: null,
      responseElements: null,
      requestID: 'r',
      eventID: 'e',
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
      ...detail,
    },
  });
  const isRouted = (one: object): boolean => patterns.some((pattern) => matchesPattern(pattern, one));

  it.each([
    ['sagemaker', 'CreateNotebookInstance', { requestParameters: { notebookInstanceName: 'churn' } }],
    ['sagemaker', 'StartNotebookInstance', { requestParameters: { notebookInstanceName: 'churn' } }],
    ['sagemaker', 'DeleteNotebookInstance', { requestParameters: { notebookInstanceName: 'churn' } }],
    [
      'ec2',
      'ModifyVpcAttribute',
      { requestParameters: { vpcId: 'vpc-0ml', enableDnsSupport: { value: false } } },
    ],
    [
      'ec2',
      'ModifyVpcEndpoint',
      { requestParameters: { ModifyVpcEndpointRequest: { VpcEndpointId: 'vpce-0api' } } },
    ],
    [
      'iam',
      'AttachUserPolicy',
      { requestParameters: { userName: 'ana', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    ],
    ['iam', 'PutRolePolicy', { requestParameters: { roleName: 'ds', policyName: 'p' } }],
    ['iam', 'AddUserToGroup', { requestParameters: { userName: 'ana', groupName: 'ml' } }],
    [
      'iam',
      'SetDefaultPolicyVersion',
      { requestParameters: { policyArn: 'arn:aws:iam::111122223333:policy/p', versionId: 'v2' } },
    ],
  ] as const)('%s:%s is routed, and understood', (source, name, detail) => {
    const one = event(source, name, detail);
    expect(isRouted(one)).toBe(true);
    expect(parseMessage(JSON.stringify(one), [])).toHaveProperty('refs');
  });

  it('lets every event through that the triggers understand, tags of EC2 resources left out', () => {
    const known = Object.entries(cloudTrailEvents).flatMap(([source, names]) =>
      names.map((name) => [source.replace('.amazonaws.com', ''), name] as const),
    );
    const detail = { requestParameters: { status: 'InProgress' } };
    const blocked = known
      .filter(([source, name]) => !isRouted(event(source, name, detail)))
      .map(([, name]) => name);
    expect(blocked.sort()).toEqual(['CreateTags', 'DeleteTags']);
  });

  it.each([
    ['a failed call', event('sagemaker', 'CreateNotebookInstance', { errorCode: 'ValidationException' })],
    ['a read', event('sagemaker', 'DescribeNotebookInstance', { readOnly: true })],
    ['a call of another service', event('s3', 'CreateBucket')],
    [
      'a ticket that is not approved',
      event('ssm', 'UpdateOpsItem', { requestParameters: { opsItemId: 'oi-1', status: 'Resolved' } }),
    ],
    ['a call that changes nothing we judge', event('ec2', 'RunInstances')],
    [
      'another source with the same name',
      { ...event('sagemaker', 'CreateNotebookInstance'), source: 'my.sagemaker' },
    ],
  ])('%s is not', (_, one) => {
    expect(isRouted(one)).toBe(false);
  });
});

describe('alarms', () => {
  it('exist for every function, and each has its page', () => {
    const text = JSON.stringify(alarms);
    for (const name of functionNames) expect(text).toContain(`errors-${name}`);
    expect(new Set(functionNames)).toEqual(new Set(built));
    for (const alarm of alarms) {
      const page = readFileSync(path.join(__dirname, '../..', runbookOf(alarm)), 'utf8');
      expect(page).toMatch(/## What to do[^]*## It is over when/);
    }
    expect(new Set(alarms.map(({ id }) => id)).size).toBe(alarms.length);
  });

  it('tell what they mean and where the page is', () => {
    for (const { Properties } of Object.values(alarmResources()))
      expect(Properties['AlarmDescription']).toMatch(/\. What to do: docs\/runbook\/[a-z-]+\.md$/);
  });
});

describe('dashboard', () => {
  it('is JSON once its names are filled in', () => {
    const body = dashboardResources()['Dashboard']?.Properties['DashboardBody'] as { 'Fn::Sub': string };
    const { widgets } = JSON.parse(body['Fn::Sub']) as { widgets: unknown[] };
    expect(widgets.length).toBeGreaterThan(4);
  });
});
