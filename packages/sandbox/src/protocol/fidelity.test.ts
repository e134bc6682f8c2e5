import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dispatch, type ServerHost } from '../server/dispatch';
import { modelOf } from '../services/model';
import { type Sandbox, startSandbox } from '../sandbox';
import { DYNAMODB } from '../services/dynamodb/service';
import { SERVICES } from '../services/registry';
import type { Service } from '../services/service';
import { captured } from '../testing/captured';
import type { HttpRequest } from './http';
import type { Model, Operation } from './operation';
import type { Member, Shape } from './shape';

// Checks every operation of every service in both directions: what the SDK's schemas do not have is refused in requests
// and in answers.

let sandbox: Sandbox;
let host: ServerHost;
beforeAll(async () => {
  sandbox = await startSandbox();
  const { account, authorizer } = sandbox;
  host = { account, authorizer, fault: () => undefined, record: () => undefined, isThrottled: () => false };
});
afterAll(() => sandbox.stop());

type Values = Record<string, unknown>;

/** The smallest valid value: only the required members. */
function sample(shape: Shape, { enums }: Model, path = ''): unknown {
  switch (shape.kind) {
    case 'structure': {
      const all = shape.members();
      const required = all.filter((member) => member.required);
      // Query and XML cannot distinguish an empty structure from an absent one on the wire.
      const members = path !== '' && required.length === 0 ? all.slice(0, 1) : required;
      const entries = members.map((member) => {
        const key = `${shape.name}.${member.name}`;
        return [
          member.name,
          [...(enums.get(key) ?? [])][0] ?? sample(member.shape, { enums } as Model, key),
        ] as const;
      });
      return Object.fromEntries(entries);
    }
    case 'list':
      return [
        [...(enums.get(path) ?? [])][0] ?? sample(shape.member().shape, { enums } as Model, `${path}[]`),
      ];
    case 'map':
      return {};
    case 'timestamp':
      return new Date(0);
    case 'blob':
      return Uint8Array.from([1]);
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'string':
      return 'sample';
    default:
      return {};
  }
}

const membersOf = (shape: Shape): readonly Member[] => (shape.kind === 'structure' ? shape.members() : []);
const without = (values: Values, name: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
const enumIn = (shape: Shape, { enums }: Model): string | undefined =>
  shape.kind === 'structure'
    ? shape.members().find(
        ({ name, shape: { kind } }) =>
          // The SDK's client refuses an unknown checksum itself.
          kind === 'string' && name !== 'ChecksumAlgorithm' && enums.has(`${shape.name}.${name}`),
      )?.name
    : undefined;

/** The sandbox's answer to a request whose handler returns this output. */
async function answered(service: Service, name: string, request: HttpRequest, output: unknown) {
  const fake: Service = { ...service, operations: { [name]: () => output } };
  const scope = { service: service.name, region: 'us-east-1', accessKeyId: 'AKIATEST' };
  const answer = await dispatch(host, fake, scope, request);
  if (answer.kind !== 'respond') throw new Error('no answer');
  return answer.response;
}

/** The same request with one more member, which AWS does not have. */
function withInvented(request: HttpRequest, { protocol }: Service): HttpRequest {
  if (protocol === 'query' || protocol === 'ec2') return { ...request, body: `${request.body}&Invented=1` };
  if (request.body.startsWith('{'))
    return { ...request, body: JSON.stringify({ ...(JSON.parse(request.body) as object), Invented: 1 }) };
  if (request.body.startsWith('<'))
    return { ...request, body: request.body.replace(/<\/[\w:]+>$/, '<Invented>1</Invented>$&') };
  return { ...request, query: new URLSearchParams([...request.query, ['Invented', '1']]) };
}

/** The same request with a member of another JSON type; `undefined` if no member has a type on the wire. */
function mistyped(
  request: HttpRequest,
  { protocol }: Service,
  { input }: Operation,
): HttpRequest | undefined {
  const typed = membersOf(input).filter(({ shape: { kind } }) => kind === 'number' || kind === 'boolean');
  if (protocol === 'query' || protocol === 'ec2') {
    const member = typed[0];
    if (member === undefined) return undefined;
    const body = new URLSearchParams(request.body);
    body.set(member.name, 'neither');
    return { ...request, body: body.toString() };
  }
  const member = membersOf(input).find(({ traits }) => !('httpLabel' in traits || 'httpQuery' in traits));
  if (!request.body.startsWith('{') || member === undefined) return undefined;
  const wrong = member.shape.kind === 'number' ? 'neither' : 7;
  const body = JSON.parse(request.body) as object;
  return {
    ...request,
    body: JSON.stringify({ ...body, [member.name]: member.shape.kind === 'timestamp' ? {} : wrong }),
  };
}

const tally = new Map<string, number>();
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);
const mistake = { status: 500, body: expect.stringMatching(/is not AWS/) as unknown };
const refused = { status: 400 };

describe.each([...SERVICES.values(), DYNAMODB].map((service) => [service.name, service] as const))(
  '%s',
  (_, service) => {
    it.each(Object.keys(service.operations))('%s', async (name) => {
      const model = await modelOf(service);
      const operation = model.operations.get(name);
      if (operation === undefined) throw new Error(`the SDK has no ${name}`);
      const { input, output } = operation;
      const given = sample(input, model) as Values;
      const answer = sample(output, model) as Values;
      const request = await captured(service, name, given);
      const ask = (values: Values) => captured(service, name, values);
      expect((await answered(service, name, request, answer)).status).toBeLessThan(300);

      count('operations');
      // An answer that AWS could not give is a mistake in the sandbox.
      expect(await answered(service, name, request, { ...answer, Invented: 'x' })).toMatchObject(mistake);
      const [member] = membersOf(output);
      if (member !== undefined) {
        count('answers of another type');
        expect(
          await answered(service, name, request, { ...answer, [member.name]: Symbol('wrong') }),
        ).toMatchObject(mistake);
      }
      const due = membersOf(output).find(({ required }) => required)?.name;
      if (due !== undefined) {
        count('answers without a required member');
        expect(await answered(service, name, request, without(answer, due))).toMatchObject(mistake);
      }
      const chosen = enumIn(output, model);
      if (chosen !== undefined) {
        count('answers out of an enumeration');
        expect(await answered(service, name, request, { ...answer, [chosen]: 'Invented' })).toMatchObject(
          mistake,
        );
      }

      // A request that AWS would not accept is the caller's mistake.
      expect(await answered(service, name, withInvented(request, service), answer)).toMatchObject(refused);
      const wrong = mistyped(request, service, operation);
      if (wrong !== undefined) {
        count('requests of another type');
        expect(await answered(service, name, wrong, answer)).toMatchObject(refused);
      }
      if (service.checksOwnInput?.has(name) === true) return;
      const needed = membersOf(input).find(
        ({ required, traits }) => required && !('httpLabel' in traits),
      )?.name;
      if (needed !== undefined) {
        count('requests without a required member');
        const sent = await ask(without(given, needed));
        // The SDK writes an empty element where XML needs one.
        const lacking = { ...sent, body: sent.body.replace(new RegExp(`<${needed}>.*</${needed}>`), '') };
        expect(await answered(service, name, lacking, answer)).toMatchObject(refused);
      }
      const choice = enumIn(input, model);
      if (choice !== undefined) {
        count('requests out of an enumeration');
        expect(
          await answered(service, name, await ask({ ...given, [choice]: 'Invented' }), answer),
        ).toMatchObject(refused);
      }
    });
  },
);

it('every kind of mistake was tried', () => {
  const least = Object.fromEntries([...tally].map(([what, times]) => [what, times > 2]));
  expect(least).toEqual({
    operations: true,
    'answers of another type': true,
    'answers without a required member': true,
    'answers out of an enumeration': true,
    'requests of another type': true,
    'requests without a required member': true,
    'requests out of an enumeration': true,
  });
});
