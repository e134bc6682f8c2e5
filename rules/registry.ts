import { endpointPrivateDns } from './endpoint-private-dns';
import { notebookDirectInternet } from './notebook-direct-internet';
import { principalOutsideAccess } from './principal-outside-access';

/** Every rule, one line each. */
export const rules = [notebookDirectInternet, endpointPrivateDns, principalOutsideAccess] as const;

/** The ids that settings may name. */
export const ruleIds: readonly string[] = rules.map(({ meta }) => meta.id);
