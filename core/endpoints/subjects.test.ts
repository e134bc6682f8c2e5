import { describe, expect, it } from '@jest/globals';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { snapshotOf } from '../../test/rules/given';
import { parseSettings } from '../settings';
import { approvedVpcs } from '../enforcement/perimeter';
import { endpointSubjects } from './subjects';

const whole: VpcEndpoint = {
  VpcEndpointId: 'vpce-1',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-1',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
};
const without = (...fields: (keyof VpcEndpoint)[]): VpcEndpoint =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => !fields.some((field) => field === name)));

describe('an endpoint whose record lacks something', () => {
  it('is an interface endpoint if its service is one of SageMaker: gateway endpoints are for S3 and DynamoDB', () => {
    expect(endpointSubjects(snapshotOf({ endpoints: [without('VpcEndpointType')] }))).toMatchObject([
      { resource: { id: 'vpce-1' }, subject: { ServiceName: whole.ServiceName } },
    ]);
  });

  it.each([
    [without('ServiceName'), 'ServiceName'],
    [without('ServiceName', 'State'), 'State, ServiceName'],
    [without('VpcId'), 'VpcId'],
  ])('%j cannot be judged without %s', (endpoint, lacking) => {
    expect(endpointSubjects(snapshotOf({ endpoints: [endpoint] }))).toMatchObject([
      { resource: { id: 'vpce-1' }, unreadable: `the record of endpoint vpce-1 lacks ${lacking}` },
    ]);
  });

  it.each(['Resource', 'ServiceNetwork', 'Gateway'] as const)(
    'is none of SageMaker if its type is %s',
    (type) => {
      const endpoint = { ...without('ServiceName'), VpcEndpointType: type };
      expect(endpointSubjects(snapshotOf({ endpoints: [endpoint] }))).toEqual([]);
      expect(approvedVpcs(snapshotOf({ endpoints: [endpoint] }), parseSettings({}, []))).toEqual({
        status: 'known',
        vpcs: [],
      });
    },
  );

  it('leaves open which VPCs hold an endpoint for the API', () => {
    expect(approvedVpcs(snapshotOf({ endpoints: [without('ServiceName')] }), parseSettings({}, []))).toEqual({
      status: 'unknown',
      because: 'endpoints: the service of vpce-1',
    });
  });
});
