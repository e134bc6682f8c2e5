import type { Refusal } from './refusal';

const service = 'sagemaker';
const test = 'test/refusals/sagemaker.test.ts';

export const sagemaker = {
  vpcOnlyWithoutSubnets: {
    id: 'sagemaker-vpc-only-without-subnets',
    service,
    operation: 'UpdateDomain',
    code: 'ValidationException',
    status: 400,
    says: 'VpcId and Subnet IDs are required for updating domains to VpcOnly mode',
    source: 'hashicorp/terraform-provider-aws#45528',
    url: 'https://github.com/hashicorp/terraform-provider-aws/issues/45528',
    when: 'the network mode changes to VpcOnly, and the request does not name the VPC and the subnets that the domain has',
    then: 'lasts',
    test,
  },
} as const satisfies Readonly<Record<string, Refusal>>;
