import type { AwsClients } from '../../adapters/aws/clients';
import type { Deployment } from '../../adapters/aws/deployment';
import type { Place } from '../../core/model/resource';
import type { Snapshot } from '../../core/model/snapshot';
import type { TicketSystem } from '../../core/model/ticket-systems';

/** What the checks examine. */
export interface Patient {
  readonly clients: AwsClients;
  readonly place: Place;
  /** Everything that rules read, read once. */
  readonly snapshot: Snapshot;
  readonly calls: () => Readonly<Record<string, number>>;
  /** The ticket system that the settings choose. */
  readonly ticketSystem: TicketSystem;
  /** Path of a settings file; absent: `palisade.yml` or the defaults. */
  readonly settings: string | undefined;
  /** The deployed Palisade; absent before the deployment, or when CloudFormation cannot be asked. */
  readonly deployment: Deployment | undefined;
  /** The name of the deployed stack; absent: before the deployment. */
  readonly stack: string | undefined;
  /** The ledger's table of the deployment. */
  readonly table: string | undefined;
  /** ARN of the central settings' parameter; absent: the account has settings of its own only. */
  readonly centralSettings: string | undefined;
}

/**
 * `good`: ready. `note`: works, but less well. `bad`: Palisade cannot do its work. `unknown`: it could not be found
 * out, so it may be bad.
 */
export type Readiness = 'good' | 'note' | 'bad' | 'unknown';

/** What a check found. */
export interface Diagnosis {
  /** Stable, for machines: `cloudtrail`. */
  readonly id: string;
  readonly condition: Readiness;
  readonly says: string;
  /** What to do about it: a sentence, or a command. Absent where all is well. */
  readonly remedy?: string;
}

export type Check = (patient: Patient) => Promise<readonly Diagnosis[]>;

/** Runs a check that asks AWS. When AWS refuses or fails, the diagnosis is `unknown`, never `good`. */
export async function diagnosed(
  id: string,
  work: () => Promise<readonly Diagnosis[]>,
): Promise<readonly Diagnosis[]> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [
      {
        id,
        condition: 'unknown',
        says: `could not be found out: ${message}`,
        remedy: 'Run it with credentials that may read this, or look in the console.',
      },
    ];
  }
}
