import { anywhere, type CallInput, type Need, type Needs, textIn } from '../need';

/** The two operations on one trail name it by ARN, because it may belong to another Region or account. */
const trail =
  (action: string, name: string) =>
  (input: CallInput): readonly Need[] => [{ action: `cloudtrail:${action}`, resource: textIn(input, name) }];

export const cloudtrailNeeds: Needs = {
  DescribeTrails: anywhere('cloudtrail:DescribeTrails'),
  GetTrailStatus: trail('GetTrailStatus', 'Name'),
  GetEventSelectors: trail('GetEventSelectors', 'TrailName'),
};
