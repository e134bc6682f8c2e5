import { describe, expect, it } from '@jest/globals';
import type { ResourceRef } from './resource';
import { inVpcsOf, named, near, union } from './selectors';
import { mergeRequests } from './snapshot';

const notebook: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'sg-1' };
const group: ResourceRef = { type: 'AWS::EC2::SecurityGroup', id: 'sg-1' };

describe('selectors', () => {
  it('mean everything for the whole account', () => {
    expect(named('AWS::SageMaker::Domain', 'account')).toBe('all');
    expect(inVpcsOf('account')).toBe('all');
    expect(near('account')).toBe('all');
  });

  it('are told apart by the type of the resource, not by its name', () => {
    const refs = [notebook, group];
    expect(named(notebook.type, refs)).toEqual([{ kind: 'named', ref: notebook }]);
    expect(near(refs)).toEqual([{ kind: 'near', ref: group }]);
    expect(inVpcsOf(refs)).toEqual([
      { kind: 'in-vpc-of', ref: notebook },
      { kind: 'in-vpc-of', ref: group },
    ]);
  });

  it('add up, each once, and all wins', () => {
    const both = inVpcsOf([notebook, group]);
    expect(union(both, inVpcsOf([group]))).toEqual(both);
    expect(union(both, 'all')).toBe('all');
  });
});

describe('mergeRequests', () => {
  it('asks for what any of the requests asks for', () => {
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
