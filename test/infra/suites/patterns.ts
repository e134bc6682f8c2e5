import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customActions } from '../../../adapters/custom-actions';
import { routedEvents } from '../../../adapters/triggers/cloudtrail-events';
import { parseMessage } from '../../../adapters/triggers/message';
import { rules } from '../../../rules/registry';
import { matchesEventPattern } from '@palisade/sandbox/events/pattern';
import { cloudTrailEvent, eventBridge } from '../../fakes/events';
import { objectsAtAnyDepth, ofType, placed, type RawTemplate } from './template';
import { nonEmpty } from '../../non-empty';

type Event = ReturnType<typeof eventBridge<string, object>>;

const waitedFor = {
  ...routedEvents(rules.flatMap(({ events }) => events)),
  'ssm.amazonaws.com': ['UpdateOpsItem'],
};
/** One event of every kind that Palisade waits for. */
const calls: readonly Event[] = Object.entries(waitedFor).flatMap(([eventSource, names]) =>
  names.map((name) =>
    cloudTrailEvent(eventSource.replace('.amazonaws.com', ''), name, { status: 'InProgress' }),
  ),
);
const others: readonly Event[] = [
  eventBridge('SageMaker Notebook Instance State Change', 'aws.sagemaker', {
    NotebookInstanceName: 'churn',
    NotebookInstanceStatus: 'Stopped',
  }),
  ...customActions.map(({ Id }) => ({
    ...eventBridge('Security Hub Findings - Custom Action', 'aws.securityhub', { findings: [] }),
    resources: [`arn:aws:securityhub:us-east-1:111122223333:action/custom/${Id}`],
  })),
];

const issuer = (arn: string) => ({ sessionContext: { sessionIssuer: { type: 'Role', arn } } });
const detail = (event: Event, more: object): Event => ({ ...event, detail: { ...event.detail, ...more } });
const nameOf = ({ detail: { eventName } }: { detail: { eventName?: string } }) => eventName ?? 'event';
const own = (region: string, name: string) =>
  `arn:aws:iam::111122223333:role/palisade/palisade-${region}-${name}`;

/** Changes to these events after which they must not match. */
const nearMisses: readonly (readonly [string, (event: Event) => Event])[] = [
  [
    'of somebody with the same session name',
    (event) => ({ ...event, source: event.source.replace('aws.', 'my.') }),
  ],
  ['of another kind', (event) => ({ ...event, 'detail-type': 'AWS Service Event via CloudTrail' })],
  ['that failed', (event) => detail(event, { errorCode: 'AccessDenied' })],
  ['that only asked', (event) => detail(event, { errorCode: 'Client.DryRunOperation' })],
  ['that reads', (event) => detail(event, { readOnly: true })],
  ['of another service', (event) => detail(event, { eventSource: 's3.amazonaws.com' })],
  ['of another name', (event) => detail(event, { eventName: `Describe${nameOf(event)}s` })],
  ['of the same name in small letters', (event) => detail(event, { eventName: nameOf(event).toLowerCase() })],
  ...['us-east-1', 'eu-central-1'].flatMap((region) =>
    ['on-change', 'on-action'].map(
      (name) =>
        [
          `by our own ${name} in ${region}`,
          (event: Event) => detail(event, { userIdentity: issuer(own(region, name)) }),
        ] as const,
    ),
  ),
];

/** Callers that are not Palisade, however similar their names. */
const strangers: readonly (readonly [string, object])[] = [
  ['a user', { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' }],
  ['the root user', { type: 'Root', arn: 'arn:aws:iam::111122223333:root' }],
  ['a service', { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' }],
  ['a role of our names elsewhere', issuer('arn:aws:iam::111122223333:role/palisade-us-east-1-on-change')],
  [
    'a role of another account',
    issuer(own('us-east-1', 'on-change').replace('111122223333', '444455556666')),
  ],
  ['another role on our path', issuer('arn:aws:iam::111122223333:role/palisade/ann')],
];

/** Only the patterns of a template decide where an event goes. */
export function packagedPatterns(template: () => RawTemplate): void {
  const patterns = () =>
    ofType(template(), 'AWS::Events::Rule')
      .filter(([, { EventPattern }]) => EventPattern !== undefined)
      .map(([id, { EventPattern }]) => [id, placed(template(), 'us-east-1', EventPattern)] as const);
  const rulesFor = (event: object) =>
    patterns()
      .filter(([, pattern]) => matchesEventPattern(pattern, event))
      .map(([id]) => id);

  describe('every event pattern', () => {
    it('matches the events that Palisade needs, each in exactly one rule', () => {
      const routed = [...calls, ...others].map((event) => rulesFor(event));
      expect(routed.map((rules) => rules.length)).toEqual(routed.map(() => 1));
      // And every pattern matches some event.
      expect(new Set(routed.flat())).toEqual(new Set(patterns().map(([id]) => id)));
    });

    it.each(nearMisses)('matches no call %s', (_, miss) => {
      expect(
        nonEmpty(calls)
          .filter((event) => rulesFor(miss(event)).length > 0)
          .map(nameOf),
      ).toEqual([]);
    });

    it.each(strangers)('matches calls of %s', (_, userIdentity) => {
      const stopped = calls.filter((event) => rulesFor(detail(event, { userIdentity })).length !== 1);
      expect(stopped.map(nameOf)).toEqual([]);
    });

    it('matches calls without readOnly', () => {
      const unsaid = calls.map((event) => detail(event, { readOnly: undefined }));
      expect(
        nonEmpty(unsaid)
          .filter((event) => rulesFor(event).length !== 1)
          .map(nameOf),
      ).toEqual([]);
    });

    it('recognises our own calls in the same way as the functions, whatever the name of the role', () => {
      const [call] = calls;
      if (call === undefined) throw new Error('there are no calls');
      const [variable] = objectsAtAnyDepth(template().Resources).flatMap(
        (one) => one['PALISADE_OWN_ROLES'] ?? [],
      );
      const ownRoles = String(placed(template(), 'us-east-1', variable)).split(',');
      const part = fc.constantFrom(
        'palisade',
        'palisade-',
        '/',
        '-on-change',
        '-on-action',
        'us-east-1',
        'x',
        '*',
      );
      fc.assert(
        fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
          const arn = `arn:aws:iam::111122223333:role/${parts.join('')}`;
          const event = detail(call, {
            userIdentity: issuer(arn),
            requestParameters: { notebookInstanceName: 'churn' },
          });
          const parsed = parseMessage(JSON.stringify(event), ownRoles, []);
          expect(rulesFor(event).length === 0).toBe('ignored' in parsed);
        }),
        { numRuns: 500, examples: [[['palisade', '/', 'palisade-', 'us-east-1', '-on-change']]] },
      );
    });

    it('matches no other event of notebooks or of Security Hub', () => {
      for (const event of others) {
        expect(rulesFor({ ...event, 'detail-type': 'Something Else' })).toEqual([]);
        expect(rulesFor({ ...event, source: 'my.events' })).toEqual([]);
        if (event.resources.length > 0)
          expect(
            rulesFor({ ...event, resources: ['arn:aws:securityhub:us-east-1:1:action/custom/Other'] }),
          ).toEqual([]);
      }
    });
  });
}

/** The forwarder forwards what the rules of the home Region match, and nothing else. */
export function forwarderPattern(forwarder: () => RawTemplate, packaged: () => RawTemplate): void {
  const patternsOf = (template: RawTemplate) =>
    ofType(template, 'AWS::Events::Rule').flatMap(([, { EventPattern }]) =>
      EventPattern === undefined ? [] : [placed(template, 'us-east-1', EventPattern)],
    );
  const sends = (event: object) =>
    patternsOf(forwarder()).some((pattern) => matchesEventPattern(pattern, event));
  const global = calls.filter(({ source }) => ['aws.iam', 'aws.route53'].includes(source));

  describe("the forwarder's pattern", () => {
    it('forwards every call of a global service that a rule needs, and no other call', () => {
      expect(global.length).toBeGreaterThan(20);
      expect(calls.filter(sends)).toEqual(global);
    });

    it.each(nearMisses.filter(([name]) => !/name/.test(name)))('forwards no call %s', (_, miss) => {
      expect(
        nonEmpty(global)
          .filter((event) => sends(miss(event)))
          .map(nameOf),
      ).toEqual([]);
    });

    it.each(strangers)('forwards calls of %s', (_, userIdentity) => {
      expect(
        nonEmpty(global)
          .filter((event) => !sends(detail(event, { userIdentity })))
          .map(nameOf),
      ).toEqual([]);
    });

    it('and the rules of the home Region recognise the same roles as ours', () => {
      const rolesOf = (template: RawTemplate) =>
        new Set(objectsAtAnyDepth(patternsOf(template)).flatMap(({ wildcard }) => wildcard ?? []));
      expect(rolesOf(forwarder())).toEqual(rolesOf(packaged()));
    });
  });
}
