import { partitionOf, type Place } from '../model/resource';
import type { Settings } from '../settings';

/**
 * The actions that open a notebook, Studio, MLflow or partner app, and two Describe calls that belong to them, with
 * the kind of resource that each acts on (service authorization reference for SageMaker). A Deny on another kind of
 * resource does not protect them.
 */
const accessActions: Readonly<Record<string, string>> = {
  'sagemaker:CreatePresignedNotebookInstanceUrl': 'notebook-instance/*',
  'sagemaker:CreatePresignedDomainUrl': 'user-profile/*',
  'sagemaker:CreatePresignedMlflowTrackingServerUrl': 'mlflow-tracking-server/*',
  'sagemaker:CreatePresignedMlflowAppUrl': 'mlflow-app/*',
  'sagemaker:CreatePartnerAppPresignedUrl': 'partner-app/*',
  'sagemaker:StartSession': 'space/*',
  'sagemaker:DescribeNotebookInstance': 'notebook-instance/*',
  'sagemaker:DescribeUserProfile': 'user-profile/*',
};

/** Actions on the same kind of resource, which are asked about together. */
export interface Question {
  readonly actions: readonly string[];
  readonly resource: string;
}

/** The protected actions: those in the settings, or else all actions that open something. */
export function protectedActions(settings: Settings): readonly string[] {
  const { protectedActions: configured } = settings.perimeter;
  return configured.length > 0 ? configured : Object.keys(accessActions);
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
  const { account, region } = place;
  const byResource = new Map<string, string[]>();
  for (const action of protectedActions(settings)) {
    const resource = `arn:${partitionOf(place)}:sagemaker:${region}:${account}:${accessActions[action] ?? '*'}`;
    byResource.set(resource, [...(byResource.get(resource) ?? []), action]);
  }
  return [...byResource].map(([resource, actions]) => ({ actions, resource }));
}

/** Whether an action only reads, so that being able to call it from outside is less severe. */
export function isReadOnlyAction(action: string): boolean {
  return action.startsWith('sagemaker:Describe') || action.startsWith('sagemaker:List');
}
