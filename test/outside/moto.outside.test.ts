import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  deployTemplate,
  everyOption,
  makeRelease,
  packageOf,
  type Release,
  required,
  stack,
  upload,
} from './accounts';
import type { Gap, Shown } from './gap';
import { type Inventory, inventory } from './inventory';
import { type Moto, startMoto } from './moto';
import { motoGaps } from './moto-gaps';
import { type OutsideClients, clientsAt } from './read/clients';
import { awsCli, serverless } from './run';
import { type PortableTemplate, withoutDependencies } from './template';
import { nonEmpty } from '../non-empty';

// moto computes on the same two processors as the other lanes of CI.
jest.setTimeout(300_000);

// What moto's CloudFormation supports of Palisade: a new gap fails here, and so does one that no longer exists.

// A resource of the deployment bucket, which only the Serverless Framework's template has.
const bucketPolicy = 'AWS::S3::BucketPolicy';
const ofBucket = 'AWS::S3::Bucket PublicAccessBlockConfiguration';

let moto: Moto;
let clients: OutsideClients;
let release: Release;

beforeAll(async () => {
  [moto, release] = await Promise.all([startMoto(), makeRelease()]);
  clients = clientsAt(moto.url);
}, 300_000);

afterAll(() => moto.stop());

function gapsOf<K extends Shown['kind']>(kind: K) {
  return motoGaps.flatMap((gap) =>
    gap.shown.kind === kind ? [gap as Gap & { shown: Extract<Shown, { kind: K }> }] : [],
  );
}

/** The template adapted for every gap that makes moto refuse it, except one. */
const taken = (template: PortableTemplate, but?: string) =>
  gapsOf('not-taken')
    .filter(({ id }) => id !== but)
    .reduce((adapted, { shown }) => shown.adapt(adapted), template);

async function empty(): Promise<void> {
  await moto.reset();
  await upload(awsCli(moto.url), release);
}

describe('the AWS CLI deploys the portable template into moto', () => {
  const seen: Inventory[] = [];

  for (const [name, options] of [
    ['with defaults', required],
    ['with every option', everyOption],
  ] as const) {
    it(`is accepted ${name}`, async () => {
      await empty();
      const template = taken(release.portable);
      const answer = await deployTemplate(awsCli(moto.url), template, options);
      expect(answer.err + answer.out).toContain(`Successfully created/updated stack - ${stack}`);
      seen.push(await inventory(clients, stack, template, options, release.folder));
    });
  }

  it('creates every type of resource except the named gaps', () => {
    expect(seen).toHaveLength(2);
    const notMade = new Set(seen.flatMap((each) => [...each.notMade.keys()]));
    const named = gapsOf('not-made').map(({ shown }) => shown.type);
    expect([...notMade, bucketPolicy].toSorted()).toEqual(named.toSorted());
  });

  it('has every property of the template, read through its service, except the named gaps', () => {
    const named = new Set(gapsOf('property').map(({ shown }) => `${shown.type} ${shown.property}`));
    const found = seen.flatMap((each) => each.differences);
    const unnamed = nonEmpty(found).filter(({ type, property }) => !named.has(`${type} ${property}`));
    expect(unnamed).toEqual([]);
    const there = new Set(found.map(({ type, property }) => `${type} ${property}`));
    // The portable template has no bucket; the Serverless Framework's has, below.
    expect([...named].filter((each) => !there.has(each))).toEqual([ofBucket]);
    expect(Math.min(...seen.map(({ compared }) => compared))).toBeGreaterThan(150);
  });
});

describe('the Serverless Framework deploys into moto', () => {
  it('gets as far as the template itself: moto accepts any first step', async () => {
    await moto.reset();
    const answer = await serverless(moto.address, 'deploy', '--package', release.folder);
    expect(answer.code).toBe(1);
    const { Stacks = [] } = await clients.cloudformation.send(
      new DescribeStacksCommand({ StackName: stack }),
    );
    expect(Stacks[0]?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('is accepted after it is adapted, with the same gaps and no others', async () => {
    await moto.reset();
    // Gap `warnings-refuse`: the Serverless Framework has the template validated, the AWS CLI does not.
    const template = withoutDependencies(taken(release.packaged));
    const answer = await serverless(moto.address, 'deploy', '--package', packageOf(release, template));
    expect(answer.err + answer.out).toContain(`Service deployed to stack ${stack}`);
    const seen = await inventory(clients, stack, template, {}, release.folder);
    const named = new Set(gapsOf('property').map(({ shown }) => `${shown.type} ${shown.property}`));
    const found = nonEmpty(seen.differences).filter(
      ({ type, property }) => !named.has(`${type} ${property}`),
    );
    expect(found).toEqual([]);
    expect(seen.differences.map(({ type, property }) => `${type} ${property}`)).toContain(ofBucket);
    expect([...seen.notMade.keys()]).toContain(bucketPolicy);
    const types = gapsOf('not-made').map(({ shown }) => shown.type);
    expect(nonEmpty(seen.notMade.keys()).filter((type) => !types.includes(type))).toEqual([]);
  });
});

it.each(gapsOf('not-taken'))(
  'gap $id: the template is accepted only after it is adapted',
  async ({ id, shown }) => {
    await empty();
    const answer = await deployTemplate(awsCli(moto.url), taken(release.portable, id), required);
    expect(answer.code).not.toBe(0);
    expect(answer.out + answer.err).toMatch(shown.answer);
  },
);

it.each(gapsOf('behaviour'))('gap $id still exists', async ({ shown }) => {
  await moto.reset();
  const template = taken(release.portable);
  expect(await shown.still({ clients, address: moto.address, template })).toBe(true);
});
