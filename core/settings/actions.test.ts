import { describe, expect, it } from '@jest/globals';
import * as sdk from '@aws-sdk/client-sagemaker';
import { parseSettings } from '.';
import { hasResourceType, knownActions } from './actions';
import { protectedActions } from '../enforcement/protected-actions';

const operations = Object.keys(sdk).flatMap((name) => /^([A-Z]\w*)Command$/.exec(name)?.[1] ?? []);

describe('the actions that settings may protect', () => {
  it('include all operations of the SDK', () => {
    expect(operations.length).toBeGreaterThan(300);
    expect(knownActions).toEqual(expect.arrayContaining(operations.map((name) => `sagemaker:${name}`)));
    expect(new Set(knownActions).size).toBe(knownActions.length);
  });

  // The reference of September 2026 has 449 actions of SageMaker itself.
  it.each([
    ['sagemaker', 449],
    ['sagemaker-mlflow', 61],
    ['sagemaker-geospatial', 19],
    ['sagemaker-data-science-assistant', 1],
    ['sagemaker-unified-studio-mcp', 4],
    ['datazone', 261],
  ])('include those of %s, at least %d', (service, count) => {
    const own = knownActions.filter((name) => name.startsWith(`${service}:`));
    expect(own.length).toBeGreaterThanOrEqual(count);
  });

  it.each([
    ['sagemaker:StartSession', true],
    ['sagemaker:CallMlflowAppApi', true],
    ['sagemaker-mlflow:LogInputs', true],
    ['sagemaker:ListNotebookInstances', false],
    ['sagemaker-mlflow:AccessUI', false],
    ['datazone:GetIamPortalLoginUrl', false],
  ])('%s has a resource type: %s', (action, expected) => {
    expect(knownActions).toContain(action);
    expect(hasResourceType(action)).toBe(expected);
  });

  it('are the only ones, and include the default ones', () => {
    const parsed = (actions: readonly string[]) =>
      parseSettings({ perimeter: { protectedActions: actions } }, []).perimeter.protectedActions;
    const byDefault = protectedActions(parseSettings({}, []));
    expect(parsed(byDefault)).toEqual(byDefault);
    expect(parsed(knownActions)).toEqual(knownActions);
    for (const name of ['sagemaker:StartSesion', 'sagemaker:startSession', 'sagemaker:*', 's3:GetObject', ''])
      expect(() => parsed(['sagemaker:StartSession', name])).toThrow(
        /protectedActions.*is not one SageMaker action/,
      );
  });
});
