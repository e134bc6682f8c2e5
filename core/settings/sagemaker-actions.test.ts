import { describe, expect, it } from '@jest/globals';
import * as sdk from '@aws-sdk/client-sagemaker';
import { parseSettings } from '.';
import { sagemakerActions } from './sagemaker-actions';
import { protectedActions } from '../enforcement/protected-actions';

const operations = Object.keys(sdk).flatMap((name) => /^([A-Z]\w*)Command$/.exec(name)?.[1] ?? []);

describe('the actions of SageMaker', () => {
  it('include all operations of the SDK', () => {
    expect(operations.length).toBeGreaterThan(300);
    expect(sagemakerActions).toEqual(expect.arrayContaining(operations.map((name) => `sagemaker:${name}`)));
    expect(new Set(sagemakerActions).size).toBe(sagemakerActions.length);
  });

  it('are the only ones that settings may protect, and include the default ones', () => {
    const parsed = (actions: readonly string[]) =>
      parseSettings({ perimeter: { protectedActions: actions } }, []).perimeter.protectedActions;
    const byDefault = protectedActions(parseSettings({}, []));
    expect(parsed(byDefault)).toEqual(byDefault);
    expect(parsed(sagemakerActions)).toEqual(sagemakerActions);
    for (const name of ['sagemaker:StartSesion', 'sagemaker:startSession', 'sagemaker:*', 's3:GetObject', ''])
      expect(() => parsed(['sagemaker:StartSession', name])).toThrow(
        /protectedActions.*is not one SageMaker action/,
      );
  });
});
