import { rules } from '../../rules/registry';
import { alarmResources } from './alarms';
import { dashboardResources } from './dashboard';
import { roleResources } from './roles';

// What `serverless.yml` takes from the rules and from one list of alarms: see infra/generated.cjs.

export const operations = { Resources: { ...alarmResources(), ...dashboardResources() } };
export const roles = { Resources: roleResources(rules) };
