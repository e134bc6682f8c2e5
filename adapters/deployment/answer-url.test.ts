import { describe, expect, it } from '@jest/globals';
import { answerUrl } from './answer-url';

const s3 = 'cloudformation-custom-resource-response-useast1.s3.us-east-1.amazonaws.com';
const embedded = 'http://127.0.0.1:4566';

describe('the answer to a custom resource', () => {
  it.each<[string, string, string | undefined]>([
    [`https://${s3}/stack?X-Amz-Signature=1`, 'us-east-1', undefined],
    ['https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/s', 'us-east-1', undefined],
    ['https://bucket.s3.us-gov-west-1.amazonaws.com/s', 'us-gov-west-1', undefined],
    ['https://bucket.s3.cn-north-1.amazonaws.com.cn/s', 'cn-north-1', undefined],
    ['https://bucket.s3.eusc-de-east-1.amazonaws.eu/s', 'eusc-de-east-1', undefined],
    ['https://bucket.s3.us-iso-east-1.c2s.ic.gov/s', 'us-iso-east-1', undefined],
    ['http://127.0.0.1:9000/answer', 'us-east-1', embedded],
    ['http://localhost:9000/answer', 'us-east-1', 'http://localhost:4566'],
    ['http://[::1]:9000/answer', 'us-east-1', 'http://[::1]:4566'],
  ])('is sent to %s in %s', (url, region, endpoint) => {
    expect(answerUrl(url, { region }, endpoint).href).toBe(url);
  });

  it.each<[string, unknown, string, string | undefined]>([
    ['no URL', undefined, 'us-east-1', undefined],
    ['a number', 7, 'us-east-1', undefined],
    ['no URL at all', 'here', 'us-east-1', undefined],
    ['a URL that is not encrypted', `http://${s3}/s`, 'us-east-1', undefined],
    ['somebody else', 'https://example.com/s', 'us-east-1', undefined],
    ['a host with a similar end', 'https://evilamazonaws.com/s', 'us-east-1', undefined],
    ['a host with a similar beginning', 'https://s3.amazonaws.com.example.com/s', 'us-east-1', undefined],
    ['the suffix itself', 'https://amazonaws.com/s', 'us-east-1', undefined],
    ['another partition', 'https://bucket.s3.cn-north-1.amazonaws.com.cn/s', 'us-east-1', undefined],
    ['a URL with credentials', `https://user:secret@${s3}/s`, 'us-east-1', undefined],
    ['another port', `https://${s3}:8443/s`, 'us-east-1', undefined],
    ['this machine, in AWS', 'http://127.0.0.1:9000/answer', 'us-east-1', undefined],
    ['this machine, from elsewhere', 'http://127.0.0.1:9000/', 'us-east-1', 'https://vpce.example.com'],
    ['the metadata of the machine', 'http://169.254.169.254/', 'us-east-1', embedded],
    ['AWS, from a Region that nobody knows', `https://${s3}/s`, 'zz-north-1', undefined],
    ['a file', 'file:///etc/passwd', 'us-east-1', embedded],
  ])('is not sent to %s', (_, url, region, endpoint) => {
    const attempt = () => answerUrl(url, { region }, endpoint);
    expect(attempt).toThrow(`custom resource, ResponseURL: is not a URL of CloudFormation in ${region}`);
  });
});
