import { protectionOfArn } from '../principals/protection';
import type { Resource } from '../resource';
import type { Settings } from '../settings';

/**
 * Why nothing about this resource is ever changed, whatever a rule plans or a person approves: it is one of our own
 * roles, one that AWS keeps, or one that the settings protect. Rules plan for such principals accordingly; this is the
 * last look before a step is taken.
 */
export function whyUntouchable(resource: Resource, settings: Settings): string | undefined {
  if (resource.type !== 'AWS::IAM::Role' && resource.type !== 'AWS::IAM::User') return undefined;
  return protectionOfArn(resource.arn, settings)?.because;
}
