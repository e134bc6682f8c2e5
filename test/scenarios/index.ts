import { endpointPolicyScenarios } from './endpoint-policy';
import { endpointPrivateDnsScenarios } from './endpoint-private-dns';
import { endpointRequiredScenarios } from './endpoint-required';
import { endpointSecurityGroupScenarios } from './endpoint-security-group';
import { endpointSubnetsScenarios } from './endpoint-subnets';
import { notebookDirectInternetScenarios } from './notebook-direct-internet';
import { notebookInVpcScenarios } from './notebook-in-vpc';
import { notebookPrivateRouteScenarios } from './notebook-private-route';
import { notebookRootAccessScenarios } from './notebook-root-access';
import { principalGuardrailTamperScenarios } from './principal-guardrail-tamper';
import { principalOutsideAccessScenarios } from './principal-outside-access';
import type { Scenario } from './scenario';
import { studioVpcOnlyScenarios } from './studio-vpc-only';

/** Every scenario, one line a rule. A test fails where a rule that changes something has none. */
export const scenarios: readonly Scenario[] = [
  ...notebookDirectInternetScenarios,
  ...notebookInVpcScenarios,
  ...notebookRootAccessScenarios,
  ...notebookPrivateRouteScenarios,
  ...studioVpcOnlyScenarios,
  ...endpointPrivateDnsScenarios,
  ...endpointSecurityGroupScenarios,
  ...endpointPolicyScenarios,
  ...endpointRequiredScenarios,
  ...endpointSubnetsScenarios,
  ...principalOutsideAccessScenarios,
  ...principalGuardrailTamperScenarios,
];
