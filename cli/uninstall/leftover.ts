import { memberOf } from '../../adapters/errors';
import type { AwsClients } from '../../adapters/aws/clients';
import type { Place } from '../../core/model/resource';
import type { AuthorizationDetails } from '../../core/slices/principals';
import type { OperatorPorts } from '../operator/operator-ports';
import type { Io } from '../io';

/** The kinds of leftovers, in the order in which they are taken back. */
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

/** Something that Palisade left in the account. */
export interface Leftover {
  /** Stable between runs, unique within its kind. */
  readonly id: string;
  readonly what: string;
  /** The calls that take it back, in their order. */
  readonly calls: readonly LeftoverCall[];
  /** Why it stays; absent where it is taken back. */
  readonly left?: string;
  /** Takes it back. Returns why that was refused, or `undefined`. Absent where it stays. */
  readonly take?: () => Promise<string | undefined>;
}

/** What the search for leftovers needs. */
export interface UninstallContext {
  readonly clients: AwsClients;
  readonly place: Place;
  readonly ports: OperatorPorts;
  readonly io: Io;
  /** Reads the identities and policies as they are now. @throws FailureError, BadInputError */
  readonly principals: () => Promise<AuthorizationDetails>;
  /** `plan`: nothing has been taken back yet, so what would be taken back counts as gone. */
  readonly mode: 'plan' | 'apply';
  /** The ledger's table; `undefined` when the ledger is a file. */
  readonly table: string | undefined;
  /** The kinds to take back; all others stay. */
  readonly only: readonly LeftoverKind[];
  readonly deletesLedger: boolean;
  readonly deletesSettings: boolean;
  /** How long to wait for resources in transition, in ms. */
  readonly waitMs: number;
}

/**
 * Finds what is left of one kind. Rejects when that cannot be read.
 * @param staying leftovers of the earlier kinds that stay
 */
export type Find = (context: UninstallContext, staying: readonly Leftover[]) => Promise<readonly Leftover[]>;

/** The first of these members that is a string; an empty string when none is. */
export function firstTextIn(value: unknown, ...keys: readonly string[]): string {
  const texts = keys.map((key) => memberOf(value, key)).filter((member) => typeof member === 'string');
  return texts[0] ?? '';
}
