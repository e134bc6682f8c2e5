import { describe, expect, it } from '@jest/globals';
import { customActions } from '../../adapters/custom-actions';
import { triggerKinds, type TriggerName } from '../../adapters/triggers';
import { parseEvent } from '../../adapters/triggers/parse-event';
import type { FollowUpMessage } from '../../adapters/queue/message';
import { parseMessage } from '../../adapters/triggers/message';
import { rules } from '../../rules/registry';
import { cloudTrailEvent, eventBridge } from '../fakes/events';
import { sampleConfigInvocation } from '../fakes/dead-letters';

const asked: FollowUpMessage = {
  palisade: 'follow-up/1',
  refs: [{ type: 'AWS::EC2::VPC', id: 'vpc-1' }],
  because: 'it is stopping',
};
const [action] = customActions;

/** One event of each kind, in the form that AWS sends. The type requires an entry for every kind. */
const examples: Readonly<Record<TriggerName, object>> = {
  config: sampleConfigInvocation,
  schedule: eventBridge('Scheduled Event', 'aws.events', {}),
  'custom-action': {
    ...eventBridge('Security Hub Findings - Custom Action', 'aws.securityhub', {
      actionName: action.Name,
      findings: [{ Id: 'palisade/some/finding' }],
    }),
    resources: [`arn:aws:securityhub:us-east-1:111122223333:action/custom/${action.Id}`],
  },
  'follow-up': asked,
  cloudtrail: cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' }),
  'state-change': eventBridge('SageMaker Notebook Instance State Change', 'aws.sagemaker', {
    NotebookInstanceName: 'churn',
    NotebookInstanceStatus: 'Stopped',
  }),
};

describe.each(triggerKinds.map((kind) => [kind.name, kind] as const))(
  'the kind of event %s',
  (name, kind) => {
    const example = examples[name];

    it('is recognised by its own kind alone', () => {
      expect(triggerKinds.filter(({ recognises }) => recognises(example)).map((one) => one.name)).toEqual([
        name,
      ]);
    });

    it('is parsed both as an invocation and as a message in the queue', () => {
      const { kind: what } = parseEvent(example, { ownRoles: [], rules });
      expect(what).not.toBe('ignored');
      if (kind.to === 'on-change') {
        expect(parseMessage(JSON.stringify(example), [], [])).toHaveProperty('refs');
        const batch = { Records: [{ body: JSON.stringify(example) }] };
        expect(parseEvent(batch, { ownRoles: [], rules }).kind).toBe('check');
      } else {
        // Another function handles it.
        expect(() => parseMessage(JSON.stringify(example), [], [])).toThrow('queue message');
      }
    });
  },
);

// An event of the schedule has nothing in it that could be missing.
it.each(triggerKinds.filter(({ name }) => name !== 'schedule').map((kind) => [kind.name, kind] as const))(
  'an event of the kind %s without content is refused',
  (name, kind) => {
    const empty =
      'detailType' in kind ? { 'detail-type': kind.detailType } : { palisade: 1, invokingEvent: '{}' };
    const shell = Object.fromEntries(Object.entries(empty).filter(([key]) => key in examples[name]));
    expect(kind.recognises(shell)).toBe(true);
    expect(() => parseEvent(shell, { ownRoles: [], rules })).toThrow();
  },
);
