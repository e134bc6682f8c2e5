import { describe, expect, it } from '@jest/globals';
import { serviceReference } from './reading';

const typesOf = (action: string) => {
  const [service = '', name = ''] = action.split(':');
  return serviceReference(service)?.actions.get(name.toLowerCase());
};

describe('the service authorization reference', () => {
  it.each([
    ['sagemaker:CreatePresignedDomainUrl', ['user-profile'], true],
    ['sagemaker:CreatePresignedMlflowAppUrl', ['mlflow-app'], true],
    ['sagemaker:StartSession', ['space'], true],
    ['sagemaker:ListDomains', [], false],
    ['sagemaker-mlflow:AccessUI', [], false],
    ['datazone:GetIamPortalLoginUrl', [], false],
    ['iam:AttachRolePolicy', ['role'], true],
    ['ec2:DeleteVpcEndpoints', ['vpc-endpoint'], true],
    ['lambda:DeleteEventSourceMapping', ['eventSourceMapping'], true],
    ['events:PutRule', ['rule-on-custom-event-bus', 'rule-on-default-event-bus'], false],
    // Added to the reference after its types were copied.
    ['sagemaker:CreateJob', null, false],
    ['sagemaker:InvokeEndpointWithBidirectionalStream', null, false],
  ])('%s acts on %j', (action, types, required) => {
    expect(typesOf(action)).toEqual({ types, required });
  });

  it.each([
    ['sagemaker', true],
    ['SageMaker', true],
    ['ec2', false],
    ['athena', undefined],
    ['', undefined],
  ])('has all actions of %s: %j', (service, whole) => {
    expect(serviceReference(service)?.whole).toBe(whole);
  });

  it.each([
    ['sagemaker', 'user-profile', /:user-profile\/\{DomainId\}\/\{UserProfileName\}$/],
    ['sagemaker-mlflow', 'mlflow-tracking-server', /^arn:\{Partition\}:sagemaker:\{Region\}:\{Account\}:/],
    ['lambda', 'code_signing_config', /:code-signing-config:\{CodeSigningConfigId\}$/],
  ])('has the ARN of a %s %s', (service, type, arn) => {
    expect(serviceReference(service)?.arns.get(type)).toMatch(arn);
  });

  it.each([
    ['sagemaker', 'sagemaker:vpcsubnets', 'list'],
    ['sagemaker', 'sagemaker:networkisolation', 'bool'],
    ['iam', 'iam:policyarn', 'arn'],
    ['sagemaker', 'sagemaker:rootaccess', undefined],
  ])('knows the kind of a key of %s: %s', (service, key, kind) => {
    expect(serviceReference(service)?.keys.get(key)).toBe(kind);
  });

  it.each(['sagemaker', 'iam', 'sts', 'ssm', 's3', 'ec2', 'cloudformation'])(
    'has an ARN for every type that an action of %s acts on',
    (service) => {
      const reference = serviceReference(service);
      const types = [...(reference?.actions.values() ?? [])].flatMap((action) => action.types ?? []);
      const arns = types.map((type) => reference?.arns.get(type) ?? `no ARN of a ${type}`);
      expect(new Set(arns.map((arn) => arn.slice(0, 16)))).toEqual(new Set(['arn:{Partition}:']));
    },
  );
});
