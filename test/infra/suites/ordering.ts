import { describe, expect, it } from '@jest/globals';
import { references } from '@palisade/sandbox/cloudformation/intrinsics';
import { orderAll } from '../../../infra/first.cjs';
import type { RawResource, RawTemplate } from './template';

/** The bucket for the code exists before the template, because the Serverless Framework uploads to it. */
const earlier = ['ServerlessDeploymentBucket', 'ServerlessDeploymentBucketPolicy'];

/** What a resource depends on, directly and indirectly. */
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
    it('begins with the switch, whose fixed name stops a second deployment before anything else is created', () => {
      const { Switch } = template().Resources;
      expect(Switch?.Properties?.['Name']).toBe('/palisade/switch');
      expect([...needsOf(template(), 'Switch')]).toEqual([]);
      const others = Object.keys(template().Resources).filter((id) => id !== 'Switch');
      const free = others.filter((id) => !needsOf(template(), id).has('Switch'));
      expect(free.sort()).toEqual(earlier);
    });

    // CloudFormation updates a parameter as a whole: with any change it writes `Value` again, and an upgrade would turn
    // the switch on that an operator turned off (aws/aws-cdk issue 25949). So these properties must never change.
    it('never changes a property of the switch, which would turn it on again', () => {
      expect(template().Resources['Switch']?.Properties).toEqual({
        Name: '/palisade/switch',
        Type: 'String',
        Value: 'on',
        Description: 'Palisade changes nothing unless this says on',
        Tags: { application: 'palisade' },
      });
    });

    it('runs to its last step again when any option has changed', () => {
      const { Parameters = {}, Resources } = template();
      const { Properties = {} } = Resources['CustomActions'] ?? {};
      const options = Object.keys(Parameters);
      expect(options.length).toBeGreaterThan(5);
      for (const name of options) expect([name, Properties[name]]).toEqual([name, { Ref: name }]);
    });

    it('ends with the custom resource, which depends on all unconditional resources', () => {
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

    it('keeps the dependencies that a resource has already', () => {
      expect(made()).toMatchObject({
        Fn: { DependsOn: ['Log', 'Switch'] },
        CustomActions: { DependsOn: ['Switch', 'Fn', 'Log'] },
      });
    });

    it('runs to its last step again when anything but the location of the code has changed', () => {
      const fingerprint = (change?: object) =>
        (made(change)['CustomActions'] as { Properties: { Deployed: string } }).Properties.Deployed;
      expect(fingerprint()).toBe(fingerprint());
      expect(fingerprint({ S3Key: 'later/fn.zip' })).toBe(fingerprint());
      expect(fingerprint({ Value: 'on' })).not.toBe(fingerprint());
    });

    it('cannot be packaged without its first and last resource', () => {
      expect(() => {
        orderAll({ Resources: {} });
      }).toThrow('the template has no resource Switch');
    });
  });
}
