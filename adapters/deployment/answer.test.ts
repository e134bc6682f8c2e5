import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerCloudFormation } from './answer';

const event: CloudFormationCustomResourceEvent = {
  RequestType: 'Create',
  ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-on-deploy',
  ResponseURL: '',
  StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/palisade-prod/1',
  RequestId: 'request',
  LogicalResourceId: 'CustomActions',
  ResourceType: 'Custom::SecurityHubActions',
  ResourceProperties: { ServiceToken: '' },
};

let server: Server;
let url: URL;
let statuses: number[];
let taken: { readonly body: string; readonly headers: IncomingHttpHeaders }[];

beforeEach(async () => {
  statuses = [];
  taken = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      taken.push({ body, headers: request.headers });
      response.statusCode = statuses.shift() ?? 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = new URL(
    `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/?X-Amz-Signature=secret`,
  );
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('an answer to CloudFormation', () => {
  it('is a success with the one physical id, and says what is missing', async () => {
    await answerCloudFormation(url, event, { reason: 'missing: a hub', data: { Missing: 'a hub' } });
    expect(JSON.parse(taken[0]?.body ?? '')).toEqual({
      Status: 'SUCCESS',
      Reason: 'missing: a hub',
      PhysicalResourceId: 'palisade-custom-actions',
      StackId: event.StackId,
      RequestId: 'request',
      LogicalResourceId: 'CustomActions',
      Data: { Missing: 'a hub' },
    });
    // CloudFormation did not sign a content type.
    expect(taken[0]?.headers['content-type'] ?? '').toBe('');
  });

  it('stays below the 4,096 bytes that CloudFormation accepts', async () => {
    await answerCloudFormation(url, event, {
      reason: 'x'.repeat(9_000),
      data: { Missing: 'y'.repeat(9_000) },
    });
    expect(Buffer.byteLength(taken[0]?.body ?? '')).toBeLessThan(4_096);
  });

  it('is sent again if it is not accepted the first time', async () => {
    statuses = [503, 500];
    await answerCloudFormation(url, event, { reason: 'done', data: {} });
    expect(taken).toHaveLength(3);
  });

  it('fails if it is never accepted, so that Lambda retries, and does not reveal the URL', async () => {
    statuses = [403, 403, 403, 403];
    const attempt = answerCloudFormation(url, event, { reason: 'done', data: {} });
    await expect(attempt).rejects.toThrow(/^CloudFormation did not take the answer \(HTTP 403\)$/);
  });

  it('fails if nothing listens at the URL', async () => {
    server.close();
    server.closeAllConnections();
    const attempt = answerCloudFormation(new URL('http://127.0.0.1:1/secret'), event, {
      reason: 'done',
      data: {},
    });
    await expect(attempt).rejects.toThrow(/^CloudFormation did not take the answer \(no connection\)$/);
  });
});
