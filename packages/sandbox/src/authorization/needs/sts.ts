import { type Needs, textIn } from '../need';

/** GetCallerIdentity needs no permission. */
export const stsNeeds: Needs = {
  GetCallerIdentity: () => [],
  AssumeRole: (input) => [{ action: 'sts:AssumeRole', resource: textIn(input, 'RoleArn') }],
};
