import { describe, expect, it } from '@jest/globals';
import type { DescribeDomainResponse, DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import { snapshotOf } from '../../test/rules/given';
import { consumerZones } from '../endpoints/availability-zones';
import { consumersOf } from './consumers';
import { networkOf } from './network';

const subnets = [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a' }];
const notebook: DescribeNotebookInstanceOutput = {
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  SubnetId: 'subnet-1',
  SecurityGroups: ['sg-1'],
  DirectInternetAccess: 'Disabled',
};
const domain: DescribeDomainResponse = {
  DomainId: 'd-1',
  Status: 'InService',
  AppNetworkAccessType: 'VpcOnly',
  VpcId: 'vpc-1',
  SubnetIds: ['subnet-1'],
};

function consumers(notebooks: DescribeNotebookInstanceOutput[], domains: DescribeDomainResponse[] = []) {
  const snapshot = snapshotOf({ notebooks, domains, subnets });
  const network = networkOf(snapshot);
  return { network, ...consumersOf(snapshot, network) };
}

describe('a consumer whose record lacks something', () => {
  it('is missing if a notebook has groups and no subnet: one outside VPCs has neither', () => {
    const { SubnetId: _, ...lacking } = notebook;
    expect(consumers([lacking])).toMatchObject({ known: [], missing: ['the subnet of notebook churn'] });
    const { SecurityGroups: __, ...outside } = lacking;
    expect(consumers([outside])).toMatchObject({ known: [], missing: [] });
  });

  it.each([
    ['Disabled', true],
    ['Enabled', false],
    [undefined, undefined],
  ] as const)('uses the VPC, where direct internet access is %s: %s', (access, usesVpc) => {
    const { DirectInternetAccess: _, ...lacking } = notebook;
    const { known } = consumers([{ ...lacking, ...(access && { DirectInternetAccess: access }) }]);
    expect(known).toMatchObject([{ usesVpc }]);
  });

  it('is in the VPC of its subnets, if a domain does not say which, and missing if they are not known', () => {
    const { VpcId: _, ...lacking } = domain;
    expect(consumers([], [lacking]).known).toMatchObject([{ id: 'd-1', vpcId: 'vpc-1' }]);
    const elsewhere = consumers([], [{ ...lacking, SubnetIds: ['subnet-9'] }]);
    expect(elsewhere).toMatchObject({
      known: [],
      missing: ['the VPC of domain d-1: the subnet subnet-9, which is not among the subnets'],
    });
    // A domain of Unified Studio may have neither.
    const { SubnetIds: __, ...without } = lacking;
    expect(consumers([], [without])).toMatchObject({ known: [], missing: [] });
  });

  it('has zones that are not known, if a domain does not list its subnets', () => {
    const { SubnetIds: _, ...lacking } = domain;
    const { known, network } = consumers([], [lacking]);
    expect(consumerZones(known, network)).toEqual({ zones: [], missing: ['the subnets of domain d-1'] });
  });
});
