import type { Outcome } from '../../core/model/ledger';
import type { ResourceRef } from '../../core/model/resource';
import type { Sandbox } from '@palisade/sandbox';
import type { Clients } from '@palisade/sandbox/clients';

/** The sandbox account in which a scenario creates its drift. Its clock is manual. */
export interface ScenarioAccount {
  readonly sandbox: Sandbox;
  /** The SDK's clients, as the account's administrator. */
  readonly aws: Clients;
  /** Advances the account's clock (ms; default 10 minutes), so that changes in progress complete. */
  readonly wait: (ms?: number) => Promise<void>;
}

/**
 * One drift that a rule's remediation removes, from the first event to its end. The fault matrix (`test/faults`) breaks
 * every AWS call on that path, so the scenarios of a rule should cover every step that its plan can have. The
 * end-to-end suite plays all scenarios in one account, so the names of their resources must be unique.
 *
 * To add one for a new rule: write `rules/<rule-id>/scenarios.ts` that exports `scenarios`, and run `npm run docs`.
 * Then `npm run test:faults -- <rule-id>` runs the matrix for that rule alone.
 */
export interface Scenario {
  readonly rule: string;
  /** What it shows, in a few words; unique within the rule. */
  readonly name: string;
  /** Settings in addition to `mode: remediate` for the rule and limits too high to matter. */
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
  /** Creates the resources and the drift. The last changing call should be the drift itself. */
  readonly seed: (account: ScenarioAccount) => Promise<ResourceRef>;
}
