import type { Calling, CallSpecs, Performing } from './call';
import type { Mode, OptionSchemas, OptionsOf, Settings } from '../settings';
import type { RecordedCalls } from './recorded-calls';
import type { Access } from '../access/access';
import type { Place, Resource, ResourceRef, ResourceType } from './resource';
import type { ReadRequest, Snapshot } from './snapshot';
import type { SliceName } from '../slices';
import type { AnyStep, PastStep, Plan, StepOf } from './plan';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** A rule's verdict about one subject. `unknown` is never remediated and never reported as a pass. */
export type Verdict<Evidence> =
  | {
      readonly status: 'pass';
      readonly because?: string;
      /** What an export does not hold and the verdict assumes to be as AWS makes it. */
      readonly missing?: readonly string[];
    }
  | { readonly status: 'not-applicable'; readonly because: string }
  | { readonly status: 'unknown'; readonly missing: readonly string[] }
  | {
      readonly status: 'fail';
      readonly message: string;
      readonly evidence: Evidence;
      /** Why the danger is contained although the rule still fails, for example "it is stopped". */
      readonly contained?: string;
      /** The severity of this case, where it differs from the rule's. */
      readonly severity?: Severity;
    };

/** The description of a rule; pages and finding texts are generated from it. */
export interface RuleMeta {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly resourceTypes: readonly ResourceType[];
  /** Types of other resources whose change can change this rule's verdict. */
  readonly triggeredBy: readonly ResourceType[];
  readonly why: string;
  /** What a person should do about a finding, in one or two sentences. */
  readonly recommendation: string;
  readonly standards: readonly string[];
  /** Whether the inverse steps restore the former state completely. */
  readonly reversible: boolean;
  /** Whether an automatic step can interrupt somebody's work. */
  readonly disruptive: boolean;
  readonly defaultMode: Mode;
}

/** What `palisade explain` shows about a subject in addition to its finding: texts, or who can open it. */
export type Explanation =
  | { readonly kind: 'texts'; readonly title: string; readonly texts: readonly string[] }
  | { readonly kind: 'access'; readonly access: Access };

/** How `palisade uninstall` recognises what a rule has created, without knowing the rule. */
export interface Marks {
  /** The tag of everything that the rule creates. */
  readonly tag?: { readonly Key: string; readonly Value: string };
  /** The name of the IAM policy that the rule maintains for a Region, attached or inline. */
  readonly policy?: (place: Place) => string;
}

/** What the author of a rule writes. */
export type RuleParts<
  Subject,
  Evidence extends object,
  Calls extends object,
  Options extends OptionSchemas | undefined = undefined,
> = Parts<Subject, Evidence, Calls, Options> & DeclaredOptions<Options>;

/** The options that only this rule has in the settings. A rule without options leaves the member out. */
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
  /** Recorded calls that trigger the rule, in addition to those on resources of the kinds that Palisade knows. */
  readonly events?: readonly RecordedCalls[];
  /** The slice that lists the subjects: if it is unreadable, the rule is `unknown` for the account. */
  readonly subjectSlice: SliceName;
  /** All subjects in the snapshot, including those that exist but could not be read. */
  subjects(snapshot: Snapshot): readonly SubjectOf<Subject>[];
  /** What to read for a change to these resources; `account` for a sweep. */
  reads(refs: readonly ResourceRef[] | 'account'): ReadRequest;
  /** Whether a change to `ref` can change the verdict about this subject. A change to the subject itself always can. */
  concerns?(subject: Subject, ref: ResourceRef, snapshot: Snapshot): boolean;
  evaluate(
    subject: Subject,
    snapshot: Snapshot,
    settings: Settings,
    options: OptionsOf<Options>,
  ): Verdict<Evidence>;
  /**
   * @param history the steps of this episode's remediation so far, for plans that do not follow from state alone;
   * empty for a scan
   */
  plan(
    subject: Subject,
    evidence: Evidence,
    snapshot: Snapshot,
    settings: Settings,
    history: readonly PastStep[],
    options: OptionsOf<Options>,
  ): Plan<StepOf<Calls>>;
  /**
   * What a compliant subject still needs because of a remediation in progress: a notebook that was stopped for a
   * change is started again. `undefined` when nothing is left to do.
   */
  finish?(
    subject: Subject,
    history: readonly PastStep[],
    snapshot: Snapshot,
  ): Plan<StepOf<Calls>> | undefined;
  /** The state that undo restores and compares: the subject itself, unless the rule needs more. */
  image?(subject: Subject, snapshot: Snapshot): unknown;
  /** Explains the verdict about a subject, even one that could not be read; absent where the evidence is enough. */
  explain?(entry: SubjectOf<Subject>, snapshot: Snapshot, settings: Settings): Explanation | undefined;
  /** Only for a rule that creates resources. */
  readonly marks?: Marks;
  /** Every call made by its steps and inverse steps, with the permissions needed for it. */
  readonly calls: CallSpecs<Calls>;
}

export type SubjectOf<Subject> =
  | { readonly resource: Resource; readonly subject: Subject }
  | { readonly resource: Resource; readonly unreadable: string };

/** A verdict about one resource, with the plan that follows from the same snapshot. */
export interface Judgement {
  readonly resource: Resource;
  readonly verdict: Verdict<object>;
  /** The resource existed once but no longer does. */
  readonly gone?: true;
  /** Computed on demand; only for `fail`. */
  readonly plan: (history?: readonly PastStep[]) => Plan<AnyStep>;
  /**
   * What is left to do although the subject is compliant; only for `pass`, absent for rules that never leave
   * anything.
   */
  readonly finish?: (history: readonly PastStep[]) => Plan<AnyStep> | undefined;
  /** The subject's state as canonical JSON; empty if it could not be read. */
  readonly image: () => string;
}

/** A rule as the engine sees it, with the types of subject, evidence and calls erased. */
export interface Rule extends Calling, Performing {
  readonly meta: RuleMeta;
  /** The options that only this rule has in the settings. */
  readonly options: OptionSchemas;
  readonly needs: readonly SliceName[];
  readonly events: readonly RecordedCalls[];
  readonly subjectSlice: SliceName;
  readonly reads: (refs: readonly ResourceRef[] | 'account') => ReadRequest;
  readonly marks: Marks;
  /**
   * Explains the verdict about a resource in addition to the finding; `undefined` if it is not a subject of the rule.
   */
  readonly explain: (ref: ResourceRef, snapshot: Snapshot, settings: Settings) => Explanation | undefined;
  /** Judges every subject, or only those that a change to `refs` concerns. */
  readonly judge: (
    snapshot: Snapshot,
    settings: Settings,
    refs?: readonly ResourceRef[],
  ) => readonly Judgement[];
}
