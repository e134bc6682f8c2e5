import { memberOf } from '../../adapters/errors';
import type { AwsClients } from '../../adapters/aws/clients';
import type { Place } from '../../core/model/resource';
import type { AuthorizationDetails } from '../../core/slices/principals';
import type { OperatorPorts } from '../operator/operator-ports';
import type { Io } from '../io';

/** The kinds of what Palisade leaves in an account, in the order in which they are taken back. */
export const leftoverKinds = [
  'change',
  'guardrail',
  'policy',
  'made',
  'ticket',
  'findings',
  'custom-actions',
  'settings',
  'ledger',
] as const;
export type LeftoverKind = (typeof leftoverKinds)[number];

/** A call as it would be made. */
export interface LeftoverCall {
  readonly call: string;
  readonly input: unknown;
}

/** One thing that is left. */
export interface Leftover {
  /** Stable between runs, unique within its kind. */
  readonly id: string;
  readonly what: string;
  /** The calls that take it back, in their order. */
  readonly calls: readonly LeftoverCall[];
  /** Why it stays; absent where it is taken back. */
  readonly left?: string;
  /** Takes it back: why that was refused, or `undefined`. Absent where it stays. */
  readonly take?: () => Promise<string | undefined>;
}

/** Where leftovers are looked for. */
export interface UninstallContext {
  readonly clients: AwsClients;
  readonly place: Place;
  readonly ports: OperatorPorts;
  readonly io: Io;
  /** The identities and policies as they are at this moment. @throws FailureError, BadInputError */
  readonly principals: () => Promise<AuthorizationDetails>;
  /** `plan`: nothing was taken back yet, so what would be counts as gone. */
  readonly mode: 'plan' | 'apply';
  /** The ledger's table, where it is one. */
  readonly table: string | undefined;
  /** The kinds that are to be taken back; all others stay. */
  readonly only: readonly LeftoverKind[];
  readonly deletesLedger: boolean;
  readonly deletesSettings: boolean;
  /** How long to wait for resources in transition, in ms. */
  readonly waitMs: number;
}

/**
 * Finds what is left of one kind. Rejects where that cannot be read: nobody knows then what is left.
 * @param staying what stays of the kinds before it
 */
export type Find = (site: UninstallContext, staying: readonly Leftover[]) => Promise<readonly Leftover[]>;

/** The first of these members that is a text; empty where none is. */
export function firstTextIn(value: unknown, ...keys: readonly string[]): string {
  const texts = keys.map((key) => memberOf(value, key)).filter((member) => typeof member === 'string');
  return texts[0] ?? '';
}
