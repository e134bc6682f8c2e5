import { type CallSpecs, type Permission, regional } from '../../core/model/call';
import type { Calls } from './plan';

const onDomains: readonly Permission[] = [{ sid: 'Domains', on: [regional('sagemaker', 'domain/*')] }];

/** The calls of this rule, and the permissions that they need. */
export const calls: CallSpecs<Calls> = {
  'sagemaker:UpdateDomain': { step: onDomains, inverse: onDomains },
};
