import type { Rule } from '../core/rule';
import { endpointPolicy } from './endpoint-policy';
import { endpointPrivateDns } from './endpoint-private-dns';
import { endpointRequired } from './endpoint-required';
import { endpointSecurityGroup } from './endpoint-security-group';
import { endpointSubnets } from './endpoint-subnets';
import { notebookDirectInternet } from './notebook-direct-internet';
import { notebookInVpc } from './notebook-in-vpc';
import { notebookPrivateRoute } from './notebook-private-route';
import { notebookRootAccess } from './notebook-root-access';
import { notebookSharedAccess } from './notebook-shared-access';
import { principalGuardrailTamper } from './principal-guardrail-tamper';
import { principalOutsideAccess } from './principal-outside-access';
import { studioVpcOnly } from './studio-vpc-only';

/** Every rule, one line each. */
export const rules: readonly Rule[] = [
  notebookDirectInternet,
  notebookInVpc,
  notebookRootAccess,
  notebookPrivateRoute,
  notebookSharedAccess,
  studioVpcOnly,
  endpointPrivateDns,
  endpointPolicy,
  endpointRequired,
  endpointSecurityGroup,
  endpointSubnets,
  principalOutsideAccess,
  principalGuardrailTamper,
];

/** The ids that settings may name. */
export const ruleIds: readonly string[] = rules.map(({ meta }) => meta.id);
