import { describe, expect, it } from '@jest/globals';
import {
  type DescribeNotebookInstanceCommandOutput,
  ResourceNotFound,
  SageMakerServiceException,
} from '@aws-sdk/client-sagemaker';
import { at, fails, gather, gatheredPlace, unreadableReason, valueOf } from '../fixtures/gathering';
import { namedSelector, notebookRef } from '../fixtures/selecting';
import { stubClients, type Stubs } from '../fixtures/stub-clients';
import { createGather } from './index';

const notebook = (name: string): Omit<DescribeNotebookInstanceCommandOutput, '$metadata'> => ({
  NotebookInstanceArn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`,
  NotebookInstanceName: name,
  NotebookInstanceStatus: 'InService',
  DirectInternetAccess: 'Enabled',
  CreationTime: new Date(0),
});

const sagemakerError = (name: string, message: string) =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: 400 } });
const notebooksNamed = (...names: readonly string[]) => names.map((name) => namedSelector(notebookRef(name)));
const denied = sagemakerError('AccessDeniedException', 'not authorized to perform: sagemaker:X');

describe('notebooks', () => {
  const names = Array.from({ length: 230 }, (_, index) => `nb-${String(index)}`);
  const list: Stubs['sagemaker:ListNotebookInstances'] = ({ NextToken = '0', MaxResults = 10 }) => {
    const start = Number(NextToken);
    const end = start + MaxResults;
    return {
      NotebookInstances: names.slice(start, end).map((name) => ({
        NotebookInstanceName: name,
        NotebookInstanceArn: `arn:${name}`,
      })),
      ...(end < names.length ? { NextToken: String(end) } : {}),
    };
  };
  const describeOne: Stubs['sagemaker:DescribeNotebookInstance'] = ({ NotebookInstanceName: name = '' }) =>
    notebook(name);

  it('lists pages of a hundred and describes each, in order', async () => {
    const { snapshot, calls } = await gather(
      { 'sagemaker:ListNotebookInstances': list, 'sagemaker:DescribeNotebookInstance': describeOne },
      { notebooks: 'all' },
    );
    const { items, unreadable } = valueOf(snapshot, 'notebooks');
    expect(items.map(({ NotebookInstanceName }) => NotebookInstanceName)).toEqual(names);
    expect(unreadable).toEqual([]);
    expect(calls).toEqual({
      'sagemaker:ListNotebookInstances': 3,
      'sagemaker:DescribeNotebookInstance': 230,
    });
    expect(snapshot.read('notebooks').at).toBe(at);
  });

  it('describes only those asked for, and leaves out a deleted one', async () => {
    const { snapshot, calls } = await gather(
      {
        'sagemaker:DescribeNotebookInstance': (input) => {
          if (input.NotebookInstanceName === 'gone')
            throw sagemakerError('ValidationException', 'RecordNotFound');
          return notebook('here');
        },
      },
      { notebooks: notebooksNamed('gone', 'here') },
    );
    expect(valueOf(snapshot, 'notebooks').items).toHaveLength(1);
    expect(valueOf(snapshot, 'notebooks').unreadable).toEqual([]);
    expect(calls).toEqual({ 'sagemaker:DescribeNotebookInstance': 2 });
  });

  it('makes no call when nothing is asked for', async () => {
    const { snapshot, calls } = await gather(
      {},
      { notebooks: [], subnets: [], endpoints: [], vpcAttributes: [] },
    );
    expect(valueOf(snapshot, 'notebooks')).toEqual({ items: [], unreadable: [] });
    expect(valueOf(snapshot, 'endpoints')).toEqual([]);
    expect(calls).toEqual({});
    expect(unreadableReason(snapshot, 'domains')).toBe('the slice domains was not gathered');
  });

  it('lists those that could not be described as unreadable, with the reason', async () => {
    const { snapshot } = await gather(
      {
        'sagemaker:DescribeNotebookInstance': ({ NotebookInstanceName: name = '' }) => {
          if (name === 'secret') throw denied;
          return name === 'odd' ? { NotebookInstanceName: name } : notebook(name);
        },
      },
      { notebooks: notebooksNamed('secret', 'odd', 'fine') },
    );
    const { items, unreadable } = valueOf(snapshot, 'notebooks');
    expect(items.map(({ NotebookInstanceName }) => NotebookInstanceName)).toEqual(['odd', 'fine']);
    expect(unreadable).toEqual([
      {
        id: 'secret',
        because: expect.stringMatching(/^sagemaker:DescribeNotebookInstance was denied \(AccessDenied/),
      },
    ]);
  });

  it('is unreadable, never empty, when the list is denied', async () => {
    const { snapshot } = await gather(
      { 'sagemaker:ListNotebookInstances': fails(denied) },
      { notebooks: 'all' },
    );
    expect(unreadableReason(snapshot, 'notebooks')).toMatch(/^sagemaker:ListNotebookInstances was denied/);
  });

  it('is unreadable when a page token repeats', async () => {
    const { snapshot, calls } = await gather(
      { 'sagemaker:ListNotebookInstances': () => ({ NotebookInstances: [], NextToken: 'same' }) },
      { notebooks: 'all' },
    );
    expect(unreadableReason(snapshot, 'notebooks')).toMatch(/same page token twice/);
    expect(calls['sagemaker:ListNotebookInstances']).toBe(2);
  });

  it('has at most eight Describe calls in flight', async () => {
    const clients = stubClients({
      'sagemaker:ListNotebookInstances': list,
      'sagemaker:DescribeNotebookInstance': describeOne,
    });
    let inFlight = 0;
    let most = 0;
    (await clients.sagemaker()).middlewareStack.add((next) => async (args) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((done) => setTimeout(done, 1));
      const reply = await next(args);
      inFlight -= 1;
      return reply;
    });
    await createGather({ clients, place: gatheredPlace, now: () => at })({
      notebooks: notebooksNamed(...names.slice(0, 50)),
    });
    expect(most).toBe(8);
  });
});

describe('domains', () => {
  const arn = 'arn:aws:sagemaker:us-east-1:111122223333:domain/';

  it('lists and describes each, and leaves out a domain that is deleted meanwhile', async () => {
    const { snapshot, calls } = await gather(
      {
        'sagemaker:ListDomains': ({ NextToken }) =>
          NextToken === undefined
            ? { Domains: [{ DomainId: 'd-1' }, { DomainId: 'd-2' }], NextToken: 'more' }
            : { Domains: [{ DomainId: 'd-3' }] },
        'sagemaker:DescribeDomain': ({ DomainId: id = '' }) => {
          if (id === 'd-2')
            throw new ResourceNotFound({
              message: 'gone',
              Message: 'gone',
              $metadata: { httpStatusCode: 400 },
            });
          return { DomainId: id, DomainArn: arn + id, AppNetworkAccessType: 'VpcOnly', Status: 'InService' };
        },
      },
      { domains: 'all' },
    );
    expect(valueOf(snapshot, 'domains')).toEqual({
      items: ['d-1', 'd-3'].map((id) => ({
        DomainId: id,
        DomainArn: arn + id,
        AppNetworkAccessType: 'VpcOnly',
        Status: 'InService',
      })),
      unreadable: [],
    });
    expect(calls).toEqual({ 'sagemaker:ListDomains': 2, 'sagemaker:DescribeDomain': 3 });
  });
});
