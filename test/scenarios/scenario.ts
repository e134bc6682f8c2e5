import type { Outcome } from '../../core/model/ledger';
import type { ResourceRef } from '../../core/model/resource';
import type { Sandbox } from '@palisade/sandbox';
import type { Clients } from '@palisade/sandbox/clients';

/** The embedded account in which a scenario makes its drift. Its clock is manual. */
export interface ScenarioAccount {
  readonly sandbox: Sandbox;
  /** The SDK's clients, as the account's administrator. */
  readonly aws: Clients;
  /** Lets so much of the account's time go by (ms; default 10 minutes), so that what was begun has ended. */
  readonly wait: (ms?: number) => Promise<void>;
}

/**
 * One drift that a rule's remediation takes away, from the first event to its end. The fault matrix (`test/faults`)
 * breaks every AWS call on that way, so a scenario should take every step that the rule's plan can have. The end-to-end
 * suite plays all of them in one account: their names are their own.
 *
 * To add one for a new rule: write `rules/<rule-id>/scenarios.ts` that exports `scenarios`, and run `npm run docs`. Then
 * `npm run test:faults -- <rule-id>` runs the matrix for that rule alone.
 */
export interface Scenario {
  readonly rule: string;
  /** What it shows, in a few words; unique within the rule. */
  readonly name: string;
  /** Settings besides `mode: remediate` for the rule and limits that are out of the way. */
  readonly settings?: object;
  /**
   * What a person approves when the finding asks for it: the steps that need approval, or those that destroy data too.
   * Absent: nobody approves anything.
   */
  readonly approve?: 'steps' | 'data-loss';
  /** No event reports the drift, so the sweep has to find it. */
  readonly isUnreported?: true;
  /** How the finding ends when nothing goes wrong. */
  readonly ends: Extract<Outcome, 'fixed' | 'contained' | 'gone'>;
  /** Makes the surroundings and the drift. The last call that changes something should be the drift itself. */
  readonly seed: (account: ScenarioAccount) => Promise<ResourceRef>;
}
