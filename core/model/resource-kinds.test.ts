import { describe, expect, it } from '@jest/globals';
import {
  arnOf,
  findingId,
  kindOf,
  partsOfFindingId,
  regionOf,
  type ResourceType,
  resourceTypes,
} from './resource';
import { nonEmpty } from '../../test/non-empty';

const place = { account: '111122223333', region: 'eu-west-1' };

describe('the kinds of resources', () => {
  it('have distinct names, and are found again in the ids of findings', () => {
    for (const type of nonEmpty(resourceTypes)) {
      const ref = { type, id: 'team/X-1' };
      const id = findingId('some-rule', ref, place);
      expect(partsOfFindingId(id)).toEqual({ rule: 'some-rule', region: regionOf(type, place), ref });
    }
    expect(new Set(resourceTypes.map((type) => kindOf(type).shortName)).size).toBe(resourceTypes.length);
  });

  // Service authorization reference, "Resource types defined by" each service.
  const arns: Readonly<Record<ResourceType, string>> = {
    'AWS::SageMaker::NotebookInstance': 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/x-1',
    'AWS::SageMaker::Domain': 'arn:aws:sagemaker:eu-west-1:111122223333:domain/X-1',
    'AWS::EC2::VPCEndpoint': 'arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/X-1',
    'AWS::EC2::VPC': 'arn:aws:ec2:eu-west-1:111122223333:vpc/X-1',
    'AWS::EC2::SecurityGroup': 'arn:aws:ec2:eu-west-1:111122223333:security-group/X-1',
    'AWS::EC2::RouteTable': 'arn:aws:ec2:eu-west-1:111122223333:route-table/X-1',
    'AWS::EC2::NatGateway': 'arn:aws:ec2:eu-west-1:111122223333:natgateway/X-1',
    'AWS::IAM::User': '',
    'AWS::IAM::Role': '',
    'AWS::IAM::Group': '',
    'AWS::IAM::Policy': '',
    'AWS::Account': 'arn:aws:iam::111122223333:root',
  };

  it.each(resourceTypes)('have the ARNs that AWS gives them: %s', (type) => {
    expect(arnOf({ type, id: 'X-1' }, place)).toBe(arns[type]);
  });

  it('have the ARNs of another partition, and of another owner', () => {
    const china = { account: '111122223333', region: 'cn-north-1' };
    expect(arnOf({ type: 'AWS::EC2::VPC', id: 'vpc-1' }, china, '444455556666')).toBe(
      'arn:aws-cn:ec2:cn-north-1:444455556666:vpc/vpc-1',
    );
  });
});
