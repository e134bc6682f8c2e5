import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type GetEventSelectorsResponse,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { afterEach, describe, expect, it } from '@jest/globals';
import { useAccount } from '@palisade/sandbox/testing';
import { trailCoverage } from './trail';

const test = useAccount();
const made: CloudTrailClient[] = [];
afterEach(() => {
  for (const client of made.splice(0)) client.destroy();
});
const clients = () => {
  const client = new CloudTrailClient({
    endpoint: test.sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  made.push(client);
  return { cloudtrail: () => Promise.resolve(client) };
};

/** Why no events arrive; `undefined` if they do. */
async function trailProblem(...asked: Parameters<typeof trailCoverage>): Promise<string | undefined> {
  const found = await trailCoverage(...asked);
  return found.status === 'covered' ? undefined : found.because;
}

describe('events of API calls', () => {
  it.each<[string, Parameters<typeof test.sandbox.admin.setTrail>[1] | 'none', string | undefined]>([
    ['arrive with a trail of all Regions', {}, undefined],
    ['arrive with one that logs writes only', { readWriteType: 'WriteOnly' }, undefined],
    ['arrive with one of this Region', { isMultiRegion: false }, undefined],
    ['do not arrive without a trail', 'none', 'no trail covers us-east-1'],
    [
      'do not arrive with one of another Region',
      { isMultiRegion: false, homeRegion: 'eu-west-1' },
      'no trail covers us-east-1',
    ],
    ['do not arrive with one that is off', { isLogging: false }, 'main does not log'],
    [
      'do not arrive with one that logs reads',
      { readWriteType: 'ReadOnly' },
      'main does not log management events that write',
    ],
    [
      'do not arrive with one of data',
      { includesManagementEvents: false },
      'main does not log management events that write',
    ],
  ])('%s', async (_, settings, problem) => {
    if (settings !== 'none') test.sandbox.admin.setTrail('main', settings);
    expect(await trailProblem(clients(), 'us-east-1')).toBe(problem);
  });

  it('may arrive through a trail of the organization, which a member account cannot inspect', async () => {
    const arn = 'arn:aws:cloudtrail:us-east-1:999900001111:trail/all';
    test.sandbox.admin.setTrail('all', { isOrganizations: true, arn });
    test.sandbox.admin.setTrail('off', { isLogging: false });
    expect(await trailCoverage(clients(), 'us-east-1')).toEqual({
      status: 'unknown',
      trails: ['all'],
      because: 'off does not log',
    });
  });

  it('arrive if one of several trails brings them', async () => {
    test.sandbox.admin.setTrail('off', { isLogging: false });
    test.sandbox.admin.setTrail('on');
    expect(await trailProblem(clients(), 'us-east-1')).toBeUndefined();
  });

  /** Advanced event selectors, which the embedded account does not support. */
  const advanced = (...fields: readonly (readonly [string, string])[]) => {
    const client = clients();
    const answers: Readonly<Record<string, object>> = {
      [DescribeTrailsCommand.name]: {
        trailList: [{ Name: 'lake', TrailARN: 'arn', IsMultiRegionTrail: true } satisfies Trail],
      },
      [GetTrailStatusCommand.name]: { IsLogging: true },
      [GetEventSelectorsCommand.name]: {
        AdvancedEventSelectors: [
          { FieldSelectors: fields.map(([Field, value]) => ({ Field, Equals: [value] })) },
        ],
      } satisfies GetEventSelectorsResponse,
    };
    made.at(-1)?.middlewareStack.add(
      (_next, context) => () =>
        Promise.resolve({
          output: { ...answers[String(context['commandName'])], $metadata: {} },
          response: {},
        }),
      { step: 'initialize', priority: 'high' },
    );
    return client;
  };

  it.each([
    [[['eventCategory', 'Management']], undefined],
    [
      [
        ['eventCategory', 'Management'],
        ['readOnly', 'false'],
      ],
      undefined,
    ],
    [
      [
        ['eventCategory', 'Management'],
        ['readOnly', 'true'],
      ],
      'lake does not log management events that write',
    ],
    [[['eventCategory', 'Data']], 'lake does not log management events that write'],
  ] as const)('with the advanced selector %j', async (fields, problem) => {
    expect(await trailProblem(advanced(...fields), 'us-east-1')).toBe(problem);
  });
});
