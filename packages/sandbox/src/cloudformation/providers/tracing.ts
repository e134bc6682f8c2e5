import { isPlainObject } from '../../protocol/shape';
import type { ProviderRequest } from '../provider';
import { TemplateError } from '../template';

/**
 * Lambda refuses to trace a function whose role may not send traces yet, even if a policy that is created a little
 * later would allow it (serverless/serverless#6931, aws/aws-cdk#4176).
 * @throws TemplateError with Lambda's message
 */
export function requireTracing({ host, properties, location }: ProviderRequest, roleArn: string): void {
  const { TracingConfig: tracing } = properties;
  if (!isPlainObject(tracing) || tracing['Mode'] !== 'Active') return;
  const needs = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'].map((action) => ({
    action,
    resource: '*',
  }));
  if (host.sandbox.authorizer.refusalOf(roleArn, host.region, needs) === undefined) return;
  throw new TemplateError(
    location,
    'The provided execution role does not have permissions to call PutTraceSegments on XRAY',
  );
}
