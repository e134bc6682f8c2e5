import { rules } from '../../rules/registry';
import { alarmResources } from './alarms';
import { dashboardResources } from './dashboard';
import { roleResources } from './roles';

// The parts of `serverless.yml` that are generated from the rules and from the list of alarms; see infra/generated.cjs.

export const operations = { Resources: { ...alarmResources(), ...dashboardResources() } };
export const roles = { Resources: roleResources(rules) };
