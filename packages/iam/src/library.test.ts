import { describe, expect, it } from '@jest/globals';
import { createLibrary } from './library';
import { usualBounds } from './meter';
import { allow, deny, type PolicyJson, policy } from '../test/build';

const own = policy(allow({ Action: 'sagemaker:*' }));
const short = policy(allow({ Action: 's3:*' }));
/** Too many statements for the check that keeps nothing. */
const foreign = policy(...Array.from({ length: 5 }, () => allow({ Action: 's3:*' })));
const text = (document: PolicyJson) => JSON.stringify(document);

describe('the library', () => {
  it.each<[string, () => unknown]>([
    ['an object', () => own],
    ['a text', () => text(own)],
    ['a text of 64 KiB', () => text(own).padEnd(65_536)],
  ])('compiles %s once', (_, document) => {
    const library = createLibrary(usualBounds);
    const first = library.relevant(document(), false, 'sagemaker');
    expect(first?.concerns('sagemaker')).toBe(true);
    expect(library.relevant(document(), false, 'sagemaker')).toBe(first);
  });

  it.each<[string, () => unknown]>([
    ['a text beyond 64 KiB, which would fill the memory', () => text(own).padEnd(65_537)],
    ['an equal object, because looking for it costs more', () => policy(allow({ Action: 'sagemaker:*' }))],
    ['something that is no document', () => 7],
    ['null', () => null],
  ])('compiles %s each time', (_, document) => {
    const library = createLibrary(usualBounds);
    const [first, second] = [document(), document()].map((one) => library.relevant(one, false, 'sagemaker'));
    expect(first?.id).not.toBe(second?.id);
    expect(first?.concerns('sagemaker')).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a short one', short],
    ['a long one', foreign],
    ['a text', text(short)],
    ['a long text', text(foreign)],
  ])('knows a foreign document by service: %s', (_, document) => {
    const library = createLibrary(usualBounds);
    const relevant = (service: string) => library.relevant(document, false, service);
    expect([relevant('sagemaker'), relevant('sagemaker'), relevant('iam'), relevant('sagemaker')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    const found = relevant('s3');
    expect(found?.statements('s3:getobject').length).toBeGreaterThan(0);
    expect([relevant('s3')?.id, relevant('sagemaker'), relevant('s3')?.id]).toEqual([
      found?.id,
      null,
      found?.id,
    ]);
  });

  it.each([
    ['an object', (document: PolicyJson): unknown => document],
    ['a text', text],
  ])('reads %s as an SCP differently from an identity policy, which has no Principal', (_, form) => {
    const document = form(policy({ ...deny(), Principal: '*' }));
    for (const order of [
      [false, true, false],
      [true, false, true],
    ]) {
      const library = createLibrary(usualBounds);
      const read = order.map((organization) => {
        const compiled = library.relevant(document, organization, 'sagemaker');
        return compiled?.statements('sagemaker:createapp')[0]?.opaque;
      });
      expect(read).toEqual(
        order.map((organization) => (organization ? [] : ['Statement[0].Principal in an identity policy'])),
      );
    }
  });

  it('numbers questions by their actions and resources, whichever list objects hold them', () => {
    const library = createLibrary(usualBounds);
    const id = (names: readonly string[], patterns: readonly string[]) => library.asked(names, patterns).id;
    const [names, patterns] = [
      ['a:b', 'c:d'],
      ['*', 'x'],
    ] as const;
    const first = id(names, patterns);
    expect(id(names, patterns)).toBe(first);
    const others = [
      id(names, ['*']),
      id(['a:b'], patterns),
      id(['a:b c:d'], patterns),
      id(['a:bc:d'], patterns),
      id(names, ['* x']),
      id(['c:d', 'a:b'], patterns),
    ];
    expect(new Set([first, ...others]).size).toBe(7);
    expect(id([...names], [...patterns])).toBe(first);
    expect(id(names, [...patterns])).toBe(first);
    expect(id([...names], patterns)).toBe(first);
  });

  it('names each service asked about once', () => {
    const library = createLibrary(usualBounds);
    const { services } = library.asked(['sagemaker:A', 'iam:B', 'SageMaker:C', 'nonsense', 'iam:*'], ['*']);
    expect(services).toStrictEqual(['sagemaker', 'iam']);
  });

  it('has done no work at first', () => {
    expect(createLibrary(usualBounds).work).toEqual({ steps: 0, nodes: 0 });
  });

  it('forgets all names when there are too many', () => {
    const library = createLibrary(usualBounds);
    const first = library.action('a:b');
    expect(first).toEqual({ shown: 'a:b', key: 'a:b', service: 'a' });
    expect(library.action('nonsense')).toBeNull();
    // The two above are kept too.
    for (let more = 2; more < 4096; more += 1) library.action(`a:x${more}`);
    expect(library.action('a:b')).toBe(first);
    library.action('a:last');
    expect(library.action('a:b')).not.toBe(first);
    expect(library.action('a:b')).toEqual(first);
  });

  it('prepares a pattern once for each account, partition and kind of resource', () => {
    const library = createLibrary(usualBounds);
    const home = { partition: 'aws', account: '111122223333' };
    const presign = 'sagemaker:createpresignednotebookinstanceurl';
    const first = library.resources('*', presign, home);
    expect(library.resources('*', 'sagemaker:stopnotebookinstance', { ...home })).toBe(first);
    const others = [
      library.resources('arn:*', presign, home),
      library.resources('*', 'sagemaker:describedomain', home),
      library.resources('*', presign, { ...home, account: '444455556666' }),
      library.resources('*', presign, { ...home, partition: 'aws-cn' }),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
  });

  it('reads a perimeter once, and numbers objects as long as they exist', () => {
    const library = createLibrary(usualBounds);
    const perimeter = { vpcs: [], vpcEndpoints: [], cidrs: ['192.0.2.0/24'], endpointVpc: {} };
    expect(library.boundary(perimeter)).toBe(library.boundary(perimeter));
    expect(library.boundary({ ...perimeter, cidrs: ['x'] })).toMatchObject({
      because: expect.stringContaining("'x'"),
    });
    const other = {};
    const number = library.identify(perimeter);
    expect([library.identify(other), library.identify(perimeter)]).toEqual([number + 1, number]);
    const questions = ['a:b', 'a:c', 'a:d'].map((name) => {
      library.identify({});
      return library.asked([name], ['*']).id;
    });
    expect(new Set(questions).size).toBe(3);
  });
});
