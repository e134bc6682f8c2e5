import { describe, expect, it } from '@jest/globals';
import type { RecordedCalls } from '../../core/model/recorded-calls';
import { cloudTrailEvent } from '../../test/fakes/events';
import { cloudTrailEvents, routedEvents } from './cloudtrail-events';
import { parseMessage } from './message';

const notebook = 'AWS::SageMaker::NotebookInstance';
const arn = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn';
const tags: RecordedCalls = {
  source: 'sagemaker.amazonaws.com',
  names: ['AddTags', 'DeleteTags'],
  resource: {
    type: notebook,
    in: 'requestParameters',
    at: ['resourceArn'],
    after: '/',
    like: 'arn:*:notebook-instance/*',
  },
};
const repository: RecordedCalls = {
  source: 'ecr.amazonaws.com',
  names: ['CreateRepository'],
  resource: { type: 'AWS::Account', in: 'responseElements', at: ['repository', 'registryId'] },
};

const parse = (event: unknown, ...declared: readonly RecordedCalls[]) =>
  parseMessage(JSON.stringify(event), [], declared);

describe('calls that a rule declares', () => {
  it('give the resource that their record names', () => {
    const tagged = cloudTrailEvent('sagemaker', 'AddTags', { resourceArn: arn });
    expect(parse(tagged, tags)).toMatchObject({ refs: [{ type: notebook, id: 'churn' }] });
    expect(parse(tagged)).toHaveProperty('ignored');
    const answered = { responseElements: { repository: { registryId: '111122223333' } } };
    expect(parse(cloudTrailEvent('ecr', 'CreateRepository', null, answered), tags, repository)).toMatchObject(
      { refs: [{ type: 'AWS::Account', id: '111122223333' }] },
    );
  });

  it('give every item of a list', () => {
    const tagged: RecordedCalls = {
      source: 'ec2.amazonaws.com',
      names: ['DeleteTags'],
      resource: {
        type: 'AWS::EC2::SecurityGroup',
        in: 'requestParameters',
        at: ['resourcesSet', 'items', 'resourceId'],
        like: 'sg-*',
      },
    };
    const items = ['sg-1', 'subnet-1', 'sg-2'].map((resourceId) => ({ resourceId }));
    const type = 'AWS::EC2::SecurityGroup';
    expect(parse(cloudTrailEvent('ec2', 'DeleteTags', { resourcesSet: { items } }), tagged)).toMatchObject({
      refs: [
        { type, id: 'sg-1' },
        { type, id: 'sg-2' },
      ],
    });
  });

  it('give nothing if they are about another kind of resource', () => {
    const resourceArn = 'arn:aws:sagemaker:us-east-1:111122223333:model/churn';
    expect(parse(cloudTrailEvent('sagemaker', 'AddTags', { resourceArn }), tags)).toHaveProperty('ignored');
  });

  it('add to the events that are parsed for every rule, each resource once', () => {
    const again: RecordedCalls = {
      source: 'sagemaker.amazonaws.com',
      names: ['StopNotebookInstance'],
      resource: { type: notebook, in: 'requestParameters', at: ['notebookInstanceName'] },
    };
    const stopped = cloudTrailEvent('sagemaker', 'StopNotebookInstance', { notebookInstanceName: 'churn' });
    expect(parse(stopped, again)).toMatchObject({ refs: [{ type: notebook, id: 'churn' }] });
  });

  it('are refused if their record lacks the name', () => {
    const event = (parameters: object) => cloudTrailEvent('sagemaker', 'AddTags', parameters);
    expect(() => parse(event({}), tags)).toThrow(
      'detail.requestParameters.resourceArn: is missing or not text',
    );
    const ending = { resourceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/' };
    expect(() => parse(event(ending), tags)).toThrow('detail.requestParameters.resourceArn: ends with /');
  });
});

describe('the events that EventBridge matches', () => {
  it("are those that are parsed, except for EC2's tags, and for tickets, which have a pattern of their own", () => {
    const { 'ssm.amazonaws.com': _, ...others } = cloudTrailEvents;
    const ec2 = (others['ec2.amazonaws.com'] ?? []).filter((name) => !/^(Create|Delete)Tags$/.test(name));
    expect(routedEvents([])).toEqual({ ...others, 'ec2.amazonaws.com': ec2 });
  });

  it('grow with what rules declare, also by a new service', () => {
    const routed = routedEvents([tags, repository, tags]);
    expect(routed['sagemaker.amazonaws.com']?.slice(-2)).toEqual(['AddTags', 'DeleteTags']);
    expect(routed['ecr.amazonaws.com']).toEqual(['CreateRepository']);
  });
});
