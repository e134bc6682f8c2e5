import type { AwsError } from './aws-error';
import { contentType } from './codec';
import type { HttpResponse } from './http';
import type { Model } from './operation';
import { element, escapeXml } from './xml';
import type { Protocol } from '../services/service';

/** The settings of a service that determine how its errors are written. */
interface Dialect {
  readonly protocol: Protocol;
  readonly xmlNamespace?: string;
  readonly bucketInPath?: boolean;
}

/** Writes an error in the format of the protocol. */
export function writeError(
  { protocol, xmlNamespace = '', bucketInPath = false }: Dialect,
  model: Model | undefined,
  error: AwsError,
  requestId: string,
): HttpResponse {
  const modelled = model?.errors.get(error.code);
  const status = error.status ?? modelled?.status ?? 400;
  switch (protocol) {
    case 'json-1.0':
    case 'json-1.1':
    case 'rest-json':
      return jsonError(protocol, error, status, modelled?.name ?? error.code, modelled?.members);
    case 'ec2': {
      const inner = element('Code', escapeXml(error.code)) + element('Message', escapeXml(error.message));
      const body = element('Errors', element('Error', inner)) + element('RequestID', requestId);
      return xml(status, element('Response', body));
    }
    case 'query':
    case 'rest-xml': {
      const inner =
        element('Type', status < 500 ? 'Sender' : 'Receiver') +
        element('Code', escapeXml(error.code)) +
        element('Message', escapeXml(error.message));
      // S3 writes its errors without an enclosing element.
      if (bucketInPath)
        return xml(status, element('Error', bareError(error) + element('RequestId', requestId)));
      const body = element('Error', inner) + element('RequestId', requestId);
      return xml(status, element('ErrorResponse', body, ` xmlns="${xmlNamespace}"`));
    }
  }
}

/** The further members are elements of their own: `BucketName`, `Key`. */
function bareError({ code, message, members }: AwsError): string {
  const further = Object.entries(members).map(([name, value]) => element(name, escapeXml(String(value))));
  return element('Code', escapeXml(code)) + element('Message', escapeXml(message)) + further.join('');
}

function jsonError(
  protocol: Protocol,
  error: AwsError,
  status: number,
  type: string,
  members: ReadonlySet<string> | undefined,
): HttpResponse {
  const messageName = members?.has('Message') === true ? 'Message' : 'message';
  const code = members?.has('Code') === true ? { Code: error.code } : {};
  const rest = protocol === 'rest-json';
  // Services that used Query before JSON (SQS) name the old code in a header.
  const query = type === error.code ? {} : { 'x-amzn-query-error': `${error.code};Sender` };
  return {
    status,
    headers: {
      'content-type': contentType(protocol),
      ...(rest ? { 'x-amzn-errortype': type } : {}),
      ...query,
    },
    body: JSON.stringify({
      ...(rest ? {} : { __type: type }),
      ...code,
      [messageName]: error.message,
      ...error.members,
    }),
  };
}

function xml(status: number, body: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
