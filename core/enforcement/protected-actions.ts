import { partitionOf, type Place } from '../model/resource';
import type { Settings } from '../settings';

/**
 * The ways into a notebook, Studio, MLflow or partner app, and the two Describe calls that go with them, with the
 * kind of resource that each acts on (service authorization reference for SageMaker). A Deny that names another kind
 * of resource does not protect them.
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

/** Actions about the same kind of resource, asked together. */
export interface Question {
  readonly actions: readonly string[];
  readonly resource: string;
}

/** The protected actions: those of the settings, or all ways in. */
export function protectedActions(settings: Settings): readonly string[] {
  const { protectedActions: configured } = settings.perimeter;
  return configured.length > 0 ? configured : Object.keys(accessActions);
}

/**
 * What to ask the IAM engine, about the Region that is judged: VPC ids belong to one Region, and so does a perimeter.
 * Every Region with SageMaker in it is judged by its own deployment.
 */
export function questions(settings: Settings, place: Place): readonly Question[] {
  const byPlace = asked.get(settings) ?? new WeakMap<Place, readonly Question[]>();
  asked.set(settings, byPlace);
  const known = byPlace.get(place) ?? questionsIn(settings, place);
  byPlace.set(place, known);
  return known;
}

/** All principals of an account are asked the same, and the IAM engine knows a question that it has seen before. */
const asked = new WeakMap<Settings, WeakMap<Place, readonly Question[]>>();

function questionsIn(settings: Settings, { account, region }: Place): readonly Question[] {
  const byResource = new Map<string, string[]>();
  for (const action of protectedActions(settings)) {
    const resource = `arn:${partitionOf(region)}:sagemaker:${region}:${account}:${accessActions[action] ?? '*'}`;
    byResource.set(resource, [...(byResource.get(resource) ?? []), action]);
  }
  return [...byResource].map(([resource, actions]) => ({ actions, resource }));
}

/** Whether an action only shows something, so that reaching it from outside weighs less. */
export function isReadOnlyAction(action: string): boolean {
  return action.startsWith('sagemaker:Describe') || action.startsWith('sagemaker:List');
}
