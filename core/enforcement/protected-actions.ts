import { partitionOf, type Place } from '../model/resource';
import { wayInOf, waysIn } from '../model/ways-in';
import type { Settings } from '../settings';
import { hasResourceType } from '../settings/actions';

/** Actions on the same kind of resource, which are asked about together. */
export interface Question {
  readonly actions: readonly string[];
  readonly resource: string;
  /** What every request has: it is made in the Region. */
  readonly context: Readonly<Record<string, string>>;
}

/** The protected actions: those in the settings, or else all ways in. */
export function protectedActions(settings: Settings): readonly string[] {
  const { protectedActions: configured } = settings.perimeter;
  return configured.length > 0 ? configured : waysIn.map(({ action }) => action);
}

/**
 * The questions for the IAM engine, about the Region of the snapshot only: VPC ids belong to one Region, and so does
 * a perimeter. Every Region with SageMaker has its own deployment.
 */
export function questions(settings: Settings, place: Place): readonly Question[] {
  const byPlace = questionsByPlace.get(settings) ?? new WeakMap<Place, readonly Question[]>();
  questionsByPlace.set(settings, byPlace);
  const known = byPlace.get(place) ?? questionsIn(settings, place);
  byPlace.set(place, known);
  return known;
}

/** The questions are the same for all principals of an account, and the IAM engine caches by the question object. */
const questionsByPlace = new WeakMap<Settings, WeakMap<Place, readonly Question[]>>();

function questionsIn(settings: Settings, place: Place): readonly Question[] {
  const byResource = new Map<string, string[]>();
  for (const action of protectedActions(settings)) {
    const resource = resourceOf(action, place);
    byResource.set(resource, [...(byResource.get(resource) ?? []), action]);
  }
  const context = { 'aws:RequestedRegion': place.region };
  return [...byResource].map(([resource, actions]) => ({ actions, resource, context }));
}

/** What an action acts on in the Region, as an ARN pattern; `*` if it has no type of resource. */
function resourceOf(action: string, place: Place): string {
  const { account, region } = place;
  const pattern = patternOf(action);
  const service = arnServiceOf(action);
  return pattern === null ? '*' : `arn:${partitionOf(place)}:${service}:${region}:${account}:${pattern}`;
}

/** A Deny on another kind of resource does not protect a way in, so those are asked about by their own kind. */
function patternOf(action: string): string | null {
  const wayIn = wayInOf(action);
  if (wayIn !== undefined) return wayIn.resource;
  return hasResourceType(action) ? '*' : null;
}

/** The service in the ARNs that an action acts on: MLflow acts on tracking servers, which are SageMaker's. */
function arnServiceOf(action: string): string {
  const prefix = action.slice(0, action.indexOf(':'));
  return prefix === 'sagemaker-mlflow' ? 'sagemaker' : prefix;
}

/** Whether an action only reads, so that being able to call it from outside is less severe. */
export function isReadOnlyAction(action: string): boolean {
  return /:(Describe|List)/.test(action);
}
