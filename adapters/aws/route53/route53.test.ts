import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FailureError } from '../../../core/model/failure';
import { classify } from '../classify';
import { createClients } from '../clients';
import { ListProfileAssociationsCommand, ListProfileResourceAssociationsCommand } from './profiles';
import { ListResolverRuleAssociationsCommand, ListResolverRulesCommand } from './resolver';

/** What arrived, as far as AWS tells requests apart by it. */
interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly target: string | undefined;
  readonly type: string | undefined;
  readonly signedFor: string | undefined;
  readonly body: string;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

describe('services of the Route 53 family without an SDK client', () => {
  let server: Server;
  let answers: Answer[];
  let requests: Arrived[];
  const before = { ...process.env };

  beforeEach(async () => {
    answers = [];
    requests = [];
    server = createServer((request, response) => {
      const parts: string[] = [];
      request.on('data', (part: Buffer) => parts.push(part.toString()));
      request.on('end', () => {
        const target = request.headers['x-amz-target'];
        requests.push({
          method: request.method ?? '',
          url: request.url ?? '',
          target: typeof target === 'string' ? target : undefined,
          type: request.headers['content-type'],
          signedFor: /Credential=[^/]+\/\d+\/([^,]+)\/aws4_request/.exec(
            request.headers.authorization ?? '',
          )?.[1],
          body: parts.join(''),
        });
        const { status = 200, headers = {}, body } = answers.shift() ?? { body: {} };
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      });
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

  it('asks Route 53 Resolver in its JSON protocol, signed for it, and reads its answer', async () => {
    answers = [
      {
        body: {
          NextToken: 'more',
          MaxResults: 100,
          ResolverRules: [
            {
              Id: 'rslvr-rr-1',
              CreationTime: '2026-12-01T00:00:00Z',
              DomainName: 'amazonaws.com.',
              RuleType: 'FORWARD',
              TargetIps: [{ Ip: '10.0.0.2', Port: 53, Protocol: 'Do53' }],
            },
          ],
        },
      },
      { body: { ResolverRuleAssociations: [{ ResolverRuleId: 'rslvr-rr-1', VPCId: 'vpc-1' }] } },
    ];
    const clients = createClients({ region: 'eu-west-1' });
    const client = await clients.route53resolver();
    const rules = await client.send(new ListResolverRulesCommand({ MaxResults: 100, NextToken: 'here' }));
    expect(rules).toMatchObject({
      NextToken: 'more',
      ResolverRules: [
        {
          Id: 'rslvr-rr-1',
          DomainName: 'amazonaws.com.',
          RuleType: 'FORWARD',
          TargetIps: [{ Ip: '10.0.0.2', Port: 53 }],
        },
      ],
    });
    const associations = await client.send(new ListResolverRuleAssociationsCommand({}));
    expect(associations.ResolverRuleAssociations).toEqual([{ ResolverRuleId: 'rslvr-rr-1', VPCId: 'vpc-1' }]);
    const sent = (operation: string, body: string) => ({
      method: 'POST',
      url: '/',
      target: `Route53Resolver.${operation}`,
      type: 'application/x-amz-json-1.1',
      signedFor: 'eu-west-1/route53resolver',
      body,
    });
    expect(requests).toEqual([
      sent('ListResolverRules', '{"MaxResults":100,"NextToken":"here"}'),
      sent('ListResolverRuleAssociations', '{}'),
    ]);
    expect([...clients.calls]).toEqual([
      ['route53resolver:ListResolverRules', 1],
      ['route53resolver:ListResolverRuleAssociations', 1],
    ]);
  });

  it('asks Route 53 Profiles by paths and queries, signed for it, and reads its answer', async () => {
    answers = [
      { body: { ProfileAssociations: [{ ProfileId: 'rp-1', ResourceId: 'vpc-1', CreationTime: 1.5 }] } },
      {
        body: { NextToken: 'n', ProfileResourceAssociations: [{ ResourceArn: 'arn:1', ResourceType: 'T' }] },
      },
    ];
    const clients = createClients({ region: 'cn-north-1' });
    const client = await clients.route53profiles();
    const vpcs = await client.send(new ListProfileAssociationsCommand({ MaxResults: 100, NextToken: 'a b' }));
    expect(vpcs.ProfileAssociations).toEqual([{ ProfileId: 'rp-1', ResourceId: 'vpc-1' }]);
    const brought = await client.send(new ListProfileResourceAssociationsCommand({ ProfileId: 'rp/1' }));
    expect(brought).toMatchObject({
      NextToken: 'n',
      ProfileResourceAssociations: [{ ResourceArn: 'arn:1', ResourceType: 'T' }],
    });
    expect(requests.map(({ method, url, signedFor, body }) => [method, url, signedFor, body])).toEqual([
      ['GET', '/profileassociations?maxResults=100&nextToken=a%20b', 'cn-north-1/route53profiles', ''],
      ['GET', '/profileresourceassociations/profileid/rp%2F1', 'cn-north-1/route53profiles', ''],
    ]);
    expect([...clients.calls.keys()]).toEqual([
      'route53profiles:ListProfileAssociations',
      'route53profiles:ListProfileResourceAssociations',
    ]);
  });

  it.each([
    [
      'the code in the body',
      {},
      { __type: 'AccessDeniedException', Message: 'not authorized to perform: x' },
    ],
    [
      'the code in a header',
      { 'x-amzn-errortype': 'AccessDeniedException:' },
      { message: 'not authorized to perform: x' },
    ],
  ])('says what AWS refused, with %s', async (_, headers, body) => {
    const clients = createClients({ region: 'us-east-1' });
    const sends = [
      async () => (await clients.route53resolver()).send(new ListResolverRulesCommand({})),
      async () => (await clients.route53profiles()).send(new ListProfileAssociationsCommand({})),
    ];
    const kinds: string[] = [];
    for (const send of sends) {
      answers = [{ status: 400, headers, body }];
      const refused = await send().then(
        () => new Error('was answered'),
        (error: unknown) => new FailureError(classify('x:Y', error)),
      );
      kinds.push(refused.message);
    }
    expect(kinds).toEqual(
      [1, 2].map(() => 'x:Y was denied (AccessDeniedException): not authorized to perform: x'),
    );
  });

  it('repeats what AWS failed to answer, and counts each attempt', async () => {
    answers = [{ status: 500, body: { __type: 'InternalServiceErrorException', message: 'again' } }];
    const clients = createClients({ region: 'us-east-1' });
    await (await clients.route53resolver()).send(new ListResolverRulesCommand({}));
    expect([...clients.calls]).toEqual([['route53resolver:ListResolverRules', 2]]);
  });

  it.each([
    ['us-east-1', false, false, 'route53resolver.us-east-1.amazonaws.com'],
    ['us-east-1', true, false, 'route53resolver-fips.us-east-1.amazonaws.com'],
    ['us-gov-west-1', true, false, 'route53resolver.us-gov-west-1.amazonaws.com'],
    ['us-east-1', false, true, 'route53resolver.us-east-1.api.aws'],
    ['cn-north-1', false, false, 'route53resolver.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', false, false, 'route53resolver.eusc-de-east-1.amazonaws.eu'],
  ])('has in %s (FIPS: %s, dual stack: %s) the host %s', async (region, fips, dual, host) => {
    Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
    process.env['AWS_USE_FIPS_ENDPOINT'] = String(fips);
    process.env['AWS_USE_DUALSTACK_ENDPOINT'] = String(dual);
    const client = await createClients({ region }).route53resolver();
    const { endpointProvider } = client.config;
    const [UseFIPS, UseDualStack] = await Promise.all([
      client.config.useFipsEndpoint(),
      client.config.useDualstackEndpoint(),
    ]);
    expect(endpointProvider({ Region: region, UseFIPS, UseDualStack }).url.hostname).toBe(host);
  });
});
