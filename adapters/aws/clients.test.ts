import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { createClients } from './clients';
import { currentPlace } from './current-place';

/** The response of GetCallerIdentity in the Query protocol. */
const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>AIDATEST</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
const refusal = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

type Answer = readonly [status: number, body: string];

describe('createClients', () => {
  let server: Server;
  let answers: Answer[];
  let requests: IncomingMessage[];
  const before = { ...process.env };

  beforeEach(async () => {
    answers = [];
    requests = [];
    server = createServer((request, response) => {
      requests.push(request);
      const [status, body] = answers.shift() ?? [200, identity];
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    // A TCP server's address is an object.
    const { port } = server.address() as AddressInfo;
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  afterEach(async () => {
    process.env = { ...before };
    await new Promise((done) => server.close(done));
  });

  it('sends to AWS_ENDPOINT_URL with its own user agent, and counts requests', async () => {
    const seen: string[] = [];
    const clients = createClients({ region: 'eu-west-1', onCall: (call) => seen.push(call) });
    expect(await currentPlace(clients)).toEqual({
      account: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
    });
    expect(requests[0]?.headers['user-agent']).toMatch(/palisade\/\d+\.\d+\.\d+/);
    expect([...clients.calls]).toEqual([['sts:GetCallerIdentity', 1]]);
    expect(seen).toEqual(['sts:GetCallerIdentity']);
  });

  it('builds each client once', async () => {
    const clients = createClients({ region: 'us-east-1' });
    expect(await clients.sts()).toBe(await clients.sts());
  });

  it('retries after a throttle, and counts each attempt', async () => {
    answers = [[400, refusal('Throttling', 'Rate exceeded')]];
    const clients = createClients({ region: 'us-east-1' });
    await (await clients.sts()).send(new GetCallerIdentityCommand({}));
    expect(clients.calls.get('sts:GetCallerIdentity')).toBe(2);
    expect(requests).toHaveLength(2);
  });

  it('gives up after a bounded number of attempts', async () => {
    process.env['AWS_MAX_ATTEMPTS'] = '2';
    answers = Array.from({ length: 9 }, () => [500, refusal('InternalFailure', 'broken')] as const);
    const clients = createClients({ region: 'us-east-1' });
    await expect(currentPlace(clients)).rejects.toMatchObject({
      name: 'FailureError',
      failure: { kind: 'transient', call: 'sts:GetCallerIdentity' },
    });
    expect(requests).toHaveLength(2);
  });

  it('takes the Region from the environment', async () => {
    process.env['AWS_REGION'] = 'ap-southeast-2';
    expect((await currentPlace(createClients())).region).toBe('ap-southeast-2');
  });

  it('takes Region and credentials from the given profile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'palisade-profile-'));
    const file = join(folder, 'config');
    await writeFile(
      file,
      '[profile audit]\nregion = eu-north-1\naws_access_key_id = AKIAAUDIT\naws_secret_access_key = s\n',
    );
    process.env['AWS_CONFIG_FILE'] = file;
    for (const name of keys) Reflect.deleteProperty(process.env, name);
    expect((await currentPlace(createClients({ profile: 'audit' }))).region).toBe('eu-north-1');
    expect(requests[0]?.headers.authorization).toMatch(/Credential=AKIAAUDIT\/\d+\/eu-north-1\/sts\//);
    await rm(folder, { recursive: true });
  });

  it('reports that no Region is configured', async () => {
    await expect(currentPlace(createClients())).rejects.toThrow(
      /^AWS Region: none is configured .*; give --region or set AWS_REGION$/,
    );
    expect(requests).toEqual([]);
  });

  it.each([
    ['of an unknown profile', 'not-there'],
    ['missing', undefined],
  ])('reports that credentials are %s', async (_, profile) => {
    for (const name of keys) Reflect.deleteProperty(process.env, name);
    const place = currentPlace(createClients({ region: 'us-east-1', profile }));
    await expect(place).rejects.toMatchObject({
      name: 'BadInputError',
      message: expect.stringContaining(
        'AWS credentials: they are missing or not accepted (CredentialsProviderError)',
      ),
    });
    expect(requests).toEqual([]);
  });

  it('reports that credentials are not accepted', async () => {
    answers = [
      [403, refusal('InvalidClientTokenId', 'The security token included in the request is invalid.')],
    ];
    await expect(currentPlace(createClients({ region: 'us-east-1' }))).rejects.toThrow(
      'AWS credentials: they are missing or not accepted (InvalidClientTokenId): The security token included in the request is invalid.',
    );
  });
});
