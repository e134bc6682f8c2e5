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

/** The AWS clients that the effects of all rules together use. */
export type EffectClients = ClientsOf<typeof endpointPolicy> &
  ClientsOf<typeof endpointPrivateDns> &
  ClientsOf<typeof endpointRequired> &
  ClientsOf<typeof endpointSecurityGroup> &
  ClientsOf<typeof notebookPrivateRoute> &
  ClientsOf<typeof endpointSubnets> &
  ClientsOf<typeof notebookDirectInternet> &
  ClientsOf<typeof notebookInVpc> &
  ClientsOf<typeof notebookRootAccess> &
  ClientsOf<typeof principalGuardrailTamper> &
  ClientsOf<typeof principalOutsideAccess> &
  ClientsOf<typeof studioVpcOnly>;

/** Every rule, one line each. */
export const rules: readonly Rule<EffectClients>[] = [
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

type ClientsOf<R> = R extends Rule<infer Clients> ? Clients : never;
