import { STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { whoDeploys } from './identity';

/** An STS client that answers with this error. */
function failing(error: Error) {
  const sts = new STSClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  sts.middlewareStack.add(() => () => Promise.reject(error), {
    step: 'deserialize',
    priority: 'high',
    name: 'stub',
  });
  return { sts: () => Promise.resolve(sts) };
}

const answered = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403 } });
const unsent = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('credentials', () => {
  it.each<[string, Error, string, string]>([
    [
      'that expired',
      answered('ExpiredToken', 'The security token included in the request is expired'),
      'The AWS credentials have expired',
      'aws sso login',
    ],
    [
      'that AWS does not know, at least in this Region',
      answered('InvalidClientTokenId', 'The security token included in the request is invalid.'),
      'AWS does not take these credentials in eu-central-1',
      'eu-central-1 is not enabled',
    ],
    [
      'with a wrong secret',
      answered('SignatureDoesNotMatch', 'The request signature we calculated does not match'),
      'AWS does not take these credentials',
      'profile',
    ],
    [
      'that do not exist',
      Object.assign(new Error('AWS provider credentials not found. Learn how to set up …'), {
        name: 'ServerlessError',
      }),
      'There are no AWS credentials: AWS provider credentials not found',
      '--aws-profile',
    ],
    [
      'for a Region without a host',
      unsent('ENOTFOUND', 'getaddrinfo ENOTFOUND sts.eu-central-9.amazonaws.com'),
      'There is no Region eu-central-1, or AWS cannot be reached',
      'aws account list-regions',
    ],
    [
      'that no server answers',
      unsent('ECONNREFUSED', 'connect ECONNREFUSED'),
      'AWS does not answer',
      'network',
    ],
  ])('%s', async (_, error, says, remedy) => {
    const message = await whoDeploys(failing(error), 'eu-central-1').then(
      () => 'nothing was refused',
      (refused: unknown) => (refused instanceof Error ? `${refused.name} ${refused.message}` : ''),
    );
    expect(message).toContain(`RefusedError ${says}`);
    expect(message).toContain(remedy);
  });

  it.each(['us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'eusc-de-east-1', 'ap-southeast-5'])(
    '%s has the form of a Region, and its STS is called',
    async (name) => {
      const asked = { sts: () => Promise.reject(new Error('asked')) };
      await expect(whoDeploys(asked, name)).rejects.toThrow('asked');
    },
  );

  it.each(['frankfurt', 'eu-central', 'EU-CENTRAL-1', 'eu_central_1', ''])(
    'there is no Region %j',
    async (name) => {
      const neverAsked = { sts: () => Promise.reject(new Error('asked')) };
      await expect(whoDeploys(neverAsked, name)).rejects.toThrow(`There is no Region ${name}`);
    },
  );
});
