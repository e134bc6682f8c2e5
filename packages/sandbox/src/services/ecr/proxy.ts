import type { ServerHost } from '../../server/dispatch';
import type { Proxy } from '../../server/server';
import { isArray, recordOf } from '../../protocol/shape';

/**
 * An account without container repositories, because `serverless remove` looks for one. The only operation is
 * DescribeRepositories. ECR's client package is not installed, so nothing is checked against its schemas.
 */
export function emptyRegistry({ account, record }: ServerHost): Proxy {
  return (scope, request) => {
    const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    const input: unknown = JSON.parse(request.body === '' ? '{}' : request.body);
    const { repositoryNames: names } = recordOf(input);
    const [name] = isArray(names) ? names : [];
    const call = {
      service: 'ecr',
      operation,
      region: scope.region,
      input,
      accessKeyId: scope.accessKeyId,
      sessionToken: request.headers['x-amz-security-token'],
      userAgent: request.headers['user-agent'],
      time: account.clock.now(),
    };
    const [status, code, message] =
      operation === 'DescribeRepositories'
        ? ([400, 'RepositoryNotFoundException', missing(String(name), account.accountId)] as const)
        : ([501, 'NotImplemented', `The embedded account does not implement ecr:${operation}`] as const);
    record({ ...call, errorCode: code, errorMessage: message, status });
    const body = JSON.stringify({ __type: code, message });
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    return Promise.resolve({ kind: 'respond', response: { status, headers, body }, delay: 0 });
  };
}

function missing(name: string, account: string): string {
  return `The repository with name '${name}' does not exist in the registry with id '${account}'`;
}
