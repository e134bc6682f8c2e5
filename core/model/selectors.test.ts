import { describe, expect, it } from '@jest/globals';
import type { ResourceRef } from './resource';
import { inVpcsOf, inVpcsOfAndHosts, named, near, union } from './selectors';
import { mergeRequests } from './snapshot';

const notebook: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'sg-1' };
const group: ResourceRef = { type: 'AWS::EC2::SecurityGroup', id: 'sg-1' };

describe('selectors', () => {
  it('select everything for the whole account', () => {
    expect(named('AWS::SageMaker::Domain', 'account')).toBe('all');
    expect(inVpcsOf('account')).toBe('all');
    expect(near('account')).toBe('all');
  });

  it('distinguish resources by type, not only by id', () => {
    const refs = [notebook, group];
    expect(named(notebook.type, refs)).toEqual([{ kind: 'named', ref: notebook }]);
    expect(near(refs)).toEqual([{ kind: 'near', ref: group }]);
    expect(inVpcsOf(refs)).toEqual([
      { kind: 'in-vpc-of', ref: notebook },
      { kind: 'in-vpc-of', ref: group },
    ]);
  });

  it('form a union without repetitions, in which "all" wins', () => {
    const both = inVpcsOf([notebook, group]);
    expect(union(both, inVpcsOf([group]))).toEqual(both);
    expect(union(both, 'all')).toBe('all');
    expect(union(inVpcsOf([group]), inVpcsOfAndHosts([group]))).toEqual([
      { kind: 'in-vpc-of', ref: group },
      { kind: 'in-vpc-of', ref: group, andHosts: true },
    ]);
  });
});

describe('mergeRequests', () => {
  it('requests everything that any of the requests does', () => {
    const one = {
      notebooks: named('AWS::SageMaker::NotebookInstance', [notebook]),
      endpoints: 'all',
    } as const;
    const two = { notebooks: near([group]), subnets: inVpcsOf([group]), endpoints: [] };
    expect(mergeRequests([one, two, one])).toEqual({
      notebooks: [
        { kind: 'named', ref: notebook },
        { kind: 'near', ref: group },
      ],
      endpoints: 'all',
      subnets: [{ kind: 'in-vpc-of', ref: group }],
    });
  });
});
