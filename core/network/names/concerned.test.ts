import { describe, expect, it } from '@jest/globals';
import { concernsSageMaker, mayConcernSageMaker } from './concerned';

describe('the zones whose records can decide where a name of SageMaker leads', () => {
  it.each<[string, string, boolean]>([
    ['us-east-1', 'api.sagemaker.us-east-1.amazonaws.com', true],
    ['us-east-1', 'API.SageMaker.us-east-1.amazonaws.com.', true],
    ['us-east-1', 'api-fips.sagemaker.us-east-1.amazonaws.com', true],
    ['us-east-1', 'runtime.sagemaker.us-east-1.api.aws', true],
    ['us-east-1', 'sagemaker-geospatial.us-east-1.amazonaws.com', true],
    ['us-east-1', 'notebook.us-east-1.sagemaker.aws', true],
    ['us-east-1', 'd-1.studio.us-east-1.sagemaker.aws', true],
    ['us-east-1', 'sagemaker.us-east-1.amazonaws.com', true],
    ['us-east-1', 'amazonaws.com', true],
    ['us-east-1', 'com.', true],
    ['us-east-1', '.', true],
    ['us-east-1', 'api.sagemaker.eu-west-1.amazonaws.com', false],
    ['us-east-1', 's3.us-east-1.amazonaws.com', false],
    ['us-east-1', 'notsagemaker.us-east-1.amazonaws.com', false],
    ['us-east-1', 'corp.example', false],
    ['us-east-1', 'api.sagemaker.us-east-1.amazonaws.com.corp.example', false],
    ['cn-north-1', 'api.sagemaker.cn-north-1.amazonaws.com.cn', true],
    ['cn-north-1', 'amazonaws.com.cn', true],
    ['cn-north-1', 'amazonaws.com', false],
    ['us-iso-east-1', 'runtime.sagemaker.us-iso-east-1.c2s.ic.gov', true],
    ['us-iso-east-1', 'sagemaker.aws', false],
    ['mars-north-1', 'corp.example', true],
  ])('in %s: %s is one: %s', (region, zone, expected) => {
    expect(concernsSageMaker(zone, { region })).toBe(expected);
  });
});

describe('a record that may decide it, in whichever Region', () => {
  it.each<[string, boolean]>([
    ['api.sagemaker.eu-west-1.amazonaws.com.', true],
    ['\\052.studio.eu-west-1.sagemaker.aws.', true],
    ['*.eu-west-1.amazonaws.com', true],
    ['amazonaws.com.cn', true],
    ['*.amazonaws.com', true],
    ['sagemaker.aws', true],
    ['.', true],
    ['s3.eu-west-1.amazonaws.com', false],
    ['www.corp.example.', false],
    ['s3.amazonaws.com', false],
  ])('%s: %s', (name, expected) => {
    expect(mayConcernSageMaker(name)).toBe(expected);
  });
});
