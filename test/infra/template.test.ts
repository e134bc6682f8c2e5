import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { inverseCalls, operatorsOnly, regional, stepCalls } from '../../core/model/call';
import { customActions } from '../../adapters/custom-actions';
import { triggerKinds } from '../../adapters/triggers';
import { ledgerTable, ttlAttribute } from '../../adapters/ledger/table';
import { functionNames as built } from '../../infra/build.cjs';
import { alarmResources, alarms, lambdaNames, runbookOf } from '../../infra/generate/alarms';
import type { RoleStatement } from '../../infra/generate/arns';
import { changesFragment } from '../../infra/generate/changes';
import { dashboardResources } from '../../infra/generate/dashboard';
import { maxReceives } from '../../functions/handle-batch';
import { permissions } from '../../infra/generate/roles';
import { rules } from '../../rules/registry';
import { everyTemplate } from './suites/properties';
import { yamlTemplate, yamlTemplates } from './suites/template';
import { nonEmpty } from '../non-empty';

/** A fragment of the template. Its short intrinsic functions are parsed as plain text. */
function resources<T>(name: string): Readonly<Record<string, T>> {
  const file = path.join(__dirname, '../../infra/cloudformation', `${name}.yml`);
  return (parse(readFileSync(file, 'utf8'), { logLevel: 'error' }) as { Resources: Record<string, T> })
    .Resources;
}

const byFunction = permissions(rules);
const roleNames = Object.keys(byFunction);

function statements(name: string): readonly RoleStatement[] {
  return Object.values(byFunction[name] ?? {}).flat();
}

const isKept = (call: string) => rules.some((rule) => rule.calls[call]?.step === operatorsOnly);
const kept = rules.flatMap(stepCalls).filter(isKept);
const calls = [...new Set(rules.flatMap(stepCalls))].filter((call) => !isKept(call));
const undoCalls = [...new Set(rules.flatMap(inverseCalls))];
const granted = (name: string): ReadonlySet<string> =>
  new Set(statements(name).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : [])));

describe('roles', () => {
  it('let on-change make every call of every rule, and on-action undo each of them', () => {
    expect(nonEmpty(calls).filter((call) => !granted('on-change').has(call))).toEqual([]);
    expect(nonEmpty(undoCalls).filter((call) => !granted('on-action').has(call))).toEqual([]);
  });

  it('let on-change undo nothing, and on-action do nothing else', () => {
    const taken = undoCalls.filter((call) => !calls.includes(call));
    expect(taken).toContain('iam:DetachUserPolicy');
    expect(taken.filter((call) => granted('on-change').has(call))).toEqual([]);
    const done = calls.filter((call) => !undoCalls.includes(call));
    expect(done).toContain('ec2:CreateVpcEndpoint');
    expect(done.filter((call) => granted('on-action').has(call))).toEqual([]);
  });

  it('let no function delete a notebook', () => {
    expect(kept).toContain('sagemaker:DeleteNotebookInstance');
    for (const name of nonEmpty(roleNames))
      expect(nonEmpty(kept).filter((call) => granted(name).has(call))).toEqual([]);
  });

  it('let the other functions make none of these calls', () => {
    for (const name of ['config-rule', 'sweep', 'on-deploy'])
      expect(nonEmpty([...calls, ...undoCalls]).filter((call) => granted(name).has(call))).toEqual([]);
  });

  it('include what an additional rule needs', () => {
    const domains = [{ sid: 'Domains', on: [regional('sagemaker', 'domain/*')] }];
    const calls = { 'sagemaker:UpdateDomain': { step: domains, inverse: domains } };
    const narrow = permissions([{ needs: ['subnets'], calls }]);
    expect(narrow['sweep']?.['read']?.[0]?.Action).toEqual(['ec2:DescribeSubnets']);
    expect(narrow['on-action']?.['undo']?.map(({ Sid }) => Sid)).toEqual(['Domains', 'NeverItself']);
  });

  it.each(roleNames)(
    '%s: no wildcard action, and nothing that changes something is allowed on everything',
    (name) => {
      const allowing = statements(name).filter(({ Effect }) => Effect === 'Allow');
      for (const { Action, Resource } of nonEmpty(allowing)) {
        expect(nonEmpty(Action).filter((action) => action.includes('*'))).toEqual([]);
        if (Resource === '*')
          for (const action of nonEmpty(Action))
            expect(action).toMatch(/:(Get|List|Describe)|^config:PutEvaluations$|^ssm:CreateOpsItem$/);
      }
    },
  );

  it.each(roleNames)('%s: statement ids are unique within a policy, as IAM wants', (name) => {
    for (const policy of nonEmpty(Object.values(byFunction[name] ?? {}))) {
      const sids = policy.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
    }
  });
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

describe('recorded calls that start work', () => {
  it('are those that can be parsed and that rules declare', () => {
    const text = readFileSync(path.join(__dirname, '../../infra/cloudformation/changes.yml'), 'utf8');
    const fresh = changesFragment(rules);
    expect(parse(text, { logLevel: 'error' })).toEqual(parse(fresh, { logLevel: 'error' }));
  });

  it('of another service get their own event rule', () => {
    const resource = { type: 'AWS::Account', in: 'requestParameters', at: ['registryId'] } as const;
    const names = ['CreateRepository'];
    const fragment = changesFragment([{ events: [{ source: 'ecr.amazonaws.com', names, resource }] }]);
    expect(parse(fragment, { logLevel: 'error' })).toMatchObject({
      Resources: {
        EcrChanges: {
          Properties: {
            EventPattern: {
              source: ['aws.ecr'],
              detail: { eventSource: ['ecr.amazonaws.com'], eventName: names },
            },
          },
        },
      },
    });
  });

  it('fit into a pattern of EventBridge', () => {
    // 2,048 characters (EventBridge quotas), with the ARNs of our own roles instead of the reference.
    const ownRoles = 300;
    const patterns = Object.entries(resources<{ Properties: { EventPattern: object } }>('changes'));
    for (const [id, { Properties }] of nonEmpty(patterns)) {
      const size = JSON.stringify(Properties.EventPattern).length + ownRoles;
      expect([id, size < 2048]).toEqual([id, true]);
    }
  });
});

describe('queues', () => {
  it('give a message as many attempts as on-change expects', () => {
    const { Changes } = resources<{ Properties: { RedrivePolicy: { maxReceiveCount: number } } }>('queues');
    expect(Changes?.Properties.RedrivePolicy.maxReceiveCount).toBe(maxReceives);
  });
});

describe('event rules', () => {
  interface EventRule {
    readonly Type: string;
    readonly Properties: {
      readonly EventPattern?: { readonly 'detail-type': readonly string[] };
      readonly ScheduleExpression?: string;
      readonly Targets: readonly { readonly Arn: string }[];
    };
  }
  const rulesOf = Object.values(resources<EventRule>('events')).filter(
    ({ Type }) => Type === 'AWS::Events::Rule',
  );
  /** The logical id that the Serverless Framework gives to a function. */
  const logicalId = (name: string): string =>
    `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('-', 'Dash')}LambdaFunction`;
  const targetOf = ({ to }: { readonly to: string }): string =>
    `${to === 'on-change' ? 'Changes' : logicalId(to)}.Arn`;

  it('send each kind of event to the function that handles it, and no other kind', () => {
    const wired = rulesOf.flatMap(({ Properties: { EventPattern, Targets } }) =>
      // The schedule has no pattern, because EventBridge creates its events.
      (EventPattern?.['detail-type'] ?? ['Scheduled Event']).flatMap((type) =>
        Targets.map(({ Arn }) => `${type} to ${Arn}`),
      ),
    );
    const listed = triggerKinds.flatMap((kind) =>
      'detailType' in kind ? [`${kind.detailType} to ${targetOf(kind)}`] : [],
    );
    expect(new Set(wired)).toEqual(new Set(listed));
  });
});

describe('custom actions', () => {
  it('reach on-action, those that are listed and no others', () => {
    const { CustomActionsChosen } = resources<{
      Properties: { EventPattern: { resources: readonly unknown[] } };
    }>('events');
    expect(CustomActionsChosen?.Properties.EventPattern.resources).toEqual(
      customActions.map(({ Id }) => ({ suffix: `/${Id}` })),
    );
  });

  it('have unique ids that Security Hub accepts', () => {
    for (const { Id } of nonEmpty(customActions)) expect(Id).toMatch(/^[A-Za-z0-9]{1,20}$/);
    expect(new Set(customActions.map(({ Id }) => Id)).size).toBe(customActions.length);
    expect(new Set(customActions.map(({ does }) => does)).size).toBe(customActions.length);
  });
});

describe('alarms', () => {
  it('exist for every function, and each has a page in the runbook', () => {
    const text = JSON.stringify(alarms);
    for (const name of nonEmpty(lambdaNames)) expect(text).toContain(`errors-${name}`);
    expect(new Set(lambdaNames)).toEqual(new Set(built));
    for (const alarm of nonEmpty(alarms)) {
      const page = readFileSync(path.join(__dirname, '../..', runbookOf(alarm)), 'utf8');
      expect(page).toMatch(/## What to do[^]*## It is over when/);
    }
    expect(new Set(alarms.map(({ id }) => id)).size).toBe(alarms.length);
  });

  it('describe what they mean, and name the page', () => {
    for (const { Properties } of nonEmpty(Object.values(alarmResources())))
      expect(Properties['AlarmDescription']).toMatch(/\. What to do: docs\/runbook\/[a-z-]+\.md$/);
  });
});

describe('dashboard', () => {
  it('is valid JSON', () => {
    const body = dashboardResources()['Dashboard']?.Properties['DashboardBody'] as { 'Fn::Sub': string };
    const { widgets } = JSON.parse(body['Fn::Sub']) as { widgets: unknown[] };
    expect(widgets.length).toBeGreaterThan(4);
  });
});

for (const name of yamlTemplates) everyTemplate(`${name}.yml`, () => yamlTemplate(name));
