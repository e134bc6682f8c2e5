import type { Calling, CallSpecs, Performing } from './call';
import type { Mode, OptionSchemas, OptionsOf, Settings } from '../settings';
import type { RecordedCalls } from './recorded-calls';
import type { Access } from '../access/access';
import type { Place, Resource, ResourceRef, ResourceType } from './resource';
import type { ReadRequest, Snapshot } from './snapshot';
import type { SliceName } from '../slices';
import type { AnyStep, PastStep, Plan, StepOf } from './plan';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** What a rule found out about one subject. `unknown` is never remediated and never reported as a pass. */
export type Verdict<Evidence> =
  | { readonly status: 'pass'; readonly because?: string }
  | { readonly status: 'not-applicable'; readonly because: string }
  | { readonly status: 'unknown'; readonly missing: readonly string[] }
  | {
      readonly status: 'fail';
      readonly message: string;
      readonly evidence: Evidence;
      /** Why the danger is held although the rule still fails, for example "it is stopped". */
      readonly contained?: string;
      /** Where this case weighs differently than the rule in general. */
      readonly severity?: Severity;
    };

/** What is known about a rule before it runs; pages and finding texts are generated from it. */
export interface RuleMeta {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly resourceTypes: readonly ResourceType[];
  /** Types of other resources whose change can change this rule's verdict. */
  readonly triggeredBy: readonly ResourceType[];
  readonly why: string;
  /** What a person does about it, in one or two sentences. */
  readonly recommendation: string;
  readonly standards: readonly string[];
  /** Whether the inverse steps restore the former state completely. */
  readonly reversible: boolean;
  /** Whether an automatic step can interrupt somebody's work. */
  readonly disruptive: boolean;
  readonly defaultMode: Mode;
}

/** What `palisade explain` shows of a subject beyond its finding: texts, or who can open it. */
export type Explanation =
  | { readonly kind: 'texts'; readonly title: string; readonly texts: readonly string[] }
  | { readonly kind: 'access'; readonly access: Access };

/** How what a rule makes is recognised by those who know nothing else of it: `palisade uninstall`. */
export interface Marks {
  /** All that it makes carries this tag. */
  readonly tag?: { readonly Key: string; readonly Value: string };
  /** The name of the IAM policy that it keeps for a Region, attached or inline. */
  readonly policy?: (place: Place) => string;
}

/** What a rule's author writes. */
export type RuleParts<
  Subject,
  Evidence extends object,
  Calls extends object,
  Options extends OptionSchemas | undefined = undefined,
> = Parts<Subject, Evidence, Calls, Options> & DeclaredOptions<Options>;

/** What a rule alone understands in its settings. Who declares none writes nothing. */
type DeclaredOptions<Options extends OptionSchemas | undefined> = [Options] extends [undefined]
  ? { readonly options?: Options }
  : { readonly options: Options };

interface Parts<
  Subject,
  Evidence extends object,
  Calls extends object,
  Options extends OptionSchemas | undefined,
> {
  readonly meta: RuleMeta;
  readonly needs: readonly SliceName[];
  /** Recorded calls after which it has to look, beyond those on resources of the kinds that Palisade knows. */
  readonly events?: readonly RecordedCalls[];
  /** The slice that lists the subjects: when it is unreadable the rule is unknown for the account. */
  readonly subjectSlice: SliceName;
  /** All subjects in the snapshot, those that exist but could not be read included. */
  subjects(snapshot: Snapshot): readonly SubjectOf<Subject>[];
  /** What to read for a change to these resources; `account` for a sweep. */
  reads(refs: readonly ResourceRef[] | 'account'): ReadRequest;
  /** Whether a change to `ref` can change the verdict about this subject. Its own ref always does. */
  concerns?(subject: Subject, ref: ResourceRef, snapshot: Snapshot): boolean;
  evaluate(
    subject: Subject,
    snapshot: Snapshot,
    settings: Settings,
    options: OptionsOf<Options>,
  ): Verdict<Evidence>;
  /** `history`: what this episode's remediation has done so far, where state alone does not tell. Empty for a scan. */
  plan(
    subject: Subject,
    evidence: Evidence,
    snapshot: Snapshot,
    settings: Settings,
    history: readonly PastStep[],
    options: OptionsOf<Options>,
  ): Plan<StepOf<Calls>>;
  /**
   * What a passing subject still needs, because a remediation that is under way took it away in passing: a notebook
   * that was stopped for a change is started again. `undefined` when nothing is left.
   */
  finish?(
    subject: Subject,
    history: readonly PastStep[],
    snapshot: Snapshot,
  ): Plan<StepOf<Calls>> | undefined;
  /** What undo restores and compares: the subject's own state, unless the rule says more. */
  image?(subject: Subject, snapshot: Snapshot): unknown;
  /** What explains the verdict about a subject, also one that could not be read; absent where the evidence does. */
  explain?(entry: SubjectOf<Subject>, snapshot: Snapshot, settings: Settings): Explanation | undefined;
  /** Of a rule that makes things. */
  readonly marks?: Marks;
  /** Every call that its steps and their inverses make, with the permissions that it needs. */
  readonly calls: CallSpecs<Calls>;
}

export type SubjectOf<Subject> =
  | { readonly resource: Resource; readonly subject: Subject }
  | { readonly resource: Resource; readonly unreadable: string };

/** A verdict about one resource, with the plan that follows from the same snapshot. */
export interface Judgement {
  readonly resource: Resource;
  readonly verdict: Verdict<object>;
  /** The resource existed once and does not any more. */
  readonly gone?: true;
  /** Computed on demand; only for `fail`. */
  readonly plan: (history?: readonly PastStep[]) => Plan<AnyStep>;
  /** What is left to do although it passes; absent where the rule never leaves anything. Only for `pass`. */
  readonly finish?: (history: readonly PastStep[]) => Plan<AnyStep> | undefined;
  /** The subject's state as canonical JSON; empty where it could not be read. */
  readonly image: () => string;
}

/** A rule as the engine sees it: types of subject, evidence and calls erased, nothing else lost. */
export interface Rule extends Calling, Performing {
  readonly meta: RuleMeta;
  /** What only this rule understands in its settings. */
  readonly options: OptionSchemas;
  readonly needs: readonly SliceName[];
  readonly events: readonly RecordedCalls[];
  readonly subjectSlice: SliceName;
  readonly reads: (refs: readonly ResourceRef[] | 'account') => ReadRequest;
  readonly marks: Marks;
  /** What explains the verdict about a resource beyond the finding; nothing where it is none of its subjects. */
  readonly explain: (ref: ResourceRef, snapshot: Snapshot, settings: Settings) => Explanation | undefined;
  /** Judges every subject, or only those that a change to `refs` concerns. */
  readonly judge: (
    snapshot: Snapshot,
    settings: Settings,
    refs?: readonly ResourceRef[],
  ) => readonly Judgement[];
}
