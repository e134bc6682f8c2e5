import { describe, expect, it } from '@jest/globals';
import { references } from '@palisade/sandbox/cloudformation/intrinsics';
import { orderAll } from '../../../infra/first.cjs';
import type { RawResource, RawTemplate } from './template';

/** The bucket for the code is there before the template is: the Serverless Framework uploads to it. */
const earlier = ['ServerlessDeploymentBucket', 'ServerlessDeploymentBucketPolicy'];

/** What a resource needs, directly and by what that needs. */
function needsOf(template: RawTemplate, id: string, seen = new Set<string>()): ReadonlySet<string> {
  const { Properties = {}, DependsOn = [] } = template.Resources[id] ?? {};
  for (const needed of [...references(Properties), ...[DependsOn].flat()])
    if (needed in template.Resources && !seen.has(needed)) {
      seen.add(needed);
      needsOf(template, needed, seen);
    }
  return seen;
}

/** What comes first in a deployment of the packaged template, and what last. */
export function ordering(template: () => RawTemplate): void {
  describe('the order of a deployment', () => {
    it('begins with the switch, whose fixed name refuses a second deployment before anything else is made', () => {
      const { Switch } = template().Resources;
      expect(Switch?.Properties?.['Name']).toBe('/palisade/switch');
      expect([...needsOf(template(), 'Switch')]).toEqual([]);
      const others = Object.keys(template().Resources).filter((id) => id !== 'Switch');
      const free = others.filter((id) => !needsOf(template(), id).has('Switch'));
      expect(free.sort()).toEqual(earlier);
    });

    // CloudFormation updates a parameter as a whole: whatever of it changes, it writes `Value` again, and an upgrade would
    // lift the stop of an operator (aws/aws-cdk issue 25949). So these are the properties of the first version, for good.
    it('never changes anything of the switch, which would switch it on again', () => {
      expect(template().Resources['Switch']?.Properties).toEqual({
        Name: '/palisade/switch',
        Type: 'String',
        Value: 'on',
        Description: 'Palisade changes nothing unless this says on',
        Tags: { application: 'palisade' },
      });
    });

    it('is gone through to its end again when any option has changed', () => {
      const { Parameters = {}, Resources } = template();
      const { Properties = {} } = Resources['CustomActions'] ?? {};
      const options = Object.keys(Parameters);
      expect(options.length).toBeGreaterThan(5);
      for (const name of options) expect([name, Properties[name]]).toEqual([name, { Ref: name }]);
    });

    it('ends with the custom resource, which needs all the others that are always there', () => {
      const isOptional = (id: string): boolean => template().Resources[id]?.Condition !== undefined;
      const others = Object.keys(template().Resources).filter(
        (id) => id !== 'CustomActions' && !earlier.includes(id) && !isOptional(id),
      );
      expect(others.length).toBeGreaterThan(40);
      const needed = needsOf(template(), 'CustomActions');
      expect(others.filter((id) => !needed.has(id))).toEqual([]);
    });

    const made = (change: object = {}): Record<string, unknown> => {
      const Resources: Record<string, RawResource> = {
        Switch: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/palisade/switch', ...change } },
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: { Code: { S3Key: 'now/fn.zip' } },
          DependsOn: 'Log',
        },
        Log: { Type: 'AWS::Logs::LogGroup', Properties: {} },
        CustomActions: { Type: 'Custom::SecurityHubActions', Properties: {} },
      };
      orderAll({ Resources });
      return Resources;
    };

    it('keeps what a resource needs already', () => {
      expect(made()).toMatchObject({
        Fn: { DependsOn: ['Log', 'Switch'] },
        CustomActions: { DependsOn: ['Switch', 'Fn', 'Log'] },
      });
    });

    it('is gone through to its end again when anything has changed but the place of the code', () => {
      const fingerprint = (change?: object) =>
        (made(change)['CustomActions'] as { Properties: { Deployed: string } }).Properties.Deployed;
      expect(fingerprint()).toBe(fingerprint());
      expect(fingerprint({ S3Key: 'later/fn.zip' })).toBe(fingerprint());
      expect(fingerprint({ Value: 'on' })).not.toBe(fingerprint());
    });

    it('cannot be made without its ends', () => {
      expect(() => {
        orderAll({ Resources: {} });
      }).toThrow('the template has no resource Switch');
    });
  });
}
