/**
 * Whether AWS asks IAM again while a session lasts, with the network of each request:
 * - `every request`: AWS says so.
 * - `each call`: there is no session, every call is decided by itself.
 * - `not stated`: nothing says so, so it is assumed that whoever has the URL or token is in.
 */
type CheckedAgain = 'every request' | 'each call' | 'not stated';

/** An API with which a person gets into SageMaker. */
export interface WayIn {
  readonly action: string;
  readonly opens: string;
  /**
   * What it acts on, after `arn:PARTITION:sagemaker:REGION:ACCOUNT:`. Null: the service authorization reference gives
   * it no type of resource, so only `*` grants or denies it surely.
   */
  readonly resource: string | null;
  /** The endpoint service that carries the call. */
  readonly call: string;
  /** The endpoint service that carries the session, or that it has none. */
  readonly session: string;
  readonly checkedAgain: CheckedAgain;
  /** Whether it makes sense that an AWS service makes the call for somebody. */
  readonly forwarded: string;
  readonly proven: string;
  readonly inferred: string;
  /** Addresses of the pages, or what else was read. */
  readonly sources: readonly string[];
}

/** When the sources of the table were last read. */
export const waysInRead = '30 November 2026';

const dg = 'https://docs.aws.amazon.com/sagemaker/latest/dg';
const api = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const reference = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const sagemaker = `${reference}/list_amazonsagemaker.html`;
const mlflowEndpoint = `${dg}/mlflow-interface-endpoint-create.html`;
const mlflowRestrict = `${dg}/mlflow-private-link-restrict.html`;
const services = 'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html';

const everyRequest =
  'AWS says that the IAM policies for the call are enforced for every HTTP request and WebSocket frame, so the network of the session decides, whoever asked for the URL.';
const harmless =
  'Harmless: what comes of it is checked again in the session. No service is known to make it.';
const sense =
  "None: a service that acts with the caller's permissions (an SSM Automation does, inferred) would hand out the way in from anywhere.";
const oneUse =
  'AWS says that the URL works once, and that the session it begins lasts up to twelve hours; it does not say that IAM is asked again.';

/**
 * The ways in: one table for the protected actions, the guardrails and the documentation. `npm run ways-in` compares it
 * with the SDK's models and the list of actions.
 */
export const waysIn: readonly WayIn[] = [
  {
    action: 'sagemaker:CreatePresignedNotebookInstanceUrl',
    opens: 'a notebook instance',
    resource: 'notebook-instance/*',
    call: 'sagemaker.api',
    session: 'notebook',
    checkedAgain: 'every request',
    forwarded: harmless,
    proven: everyRequest,
    inferred: 'Nothing.',
    sources: [
      `${api}/API_CreatePresignedNotebookInstanceUrl.html`,
      `${dg}/notebook-interface-endpoint.html`,
      sagemaker,
    ],
  },
  {
    action: 'sagemaker:CreatePresignedDomainUrl',
    opens: 'Studio, as a user profile',
    resource: 'user-profile/*/*',
    call: 'sagemaker.api',
    session: 'studio',
    checkedAgain: 'every request',
    forwarded: harmless,
    proven: `${everyRequest} Only for domains in IAM mode.`,
    inferred: 'Nothing.',
    sources: [`${api}/API_CreatePresignedDomainUrl.html`, `${dg}/studio-interface-endpoint.html`, sagemaker],
  },
  {
    action: 'sagemaker:StartSession',
    opens: 'a space, by SSH from a local IDE',
    resource: 'space/*/*',
    call: 'sagemaker.api',
    session: 'ssmmessages',
    checkedAgain: 'not stated',
    forwarded: sense,
    proven:
      'The answer is a token and the address of a web socket. AWS warns that such a session can last twelve hours after a sign-out.',
    inferred:
      'The web socket belongs to ssmmessages (seen in a public runbook of September 2026). Nothing says that IAM is asked again.',
    sources: [`${api}/API_StartSession.html`, `${dg}/remote-access-remote-setup.html`, sagemaker],
  },
  {
    action: 'sagemaker:CreatePresignedMlflowTrackingServerUrl',
    opens: 'the MLflow UI of a tracking server',
    resource: 'mlflow-tracking-server/*',
    call: 'sagemaker.api',
    session: 'experiments',
    checkedAgain: 'not stated',
    forwarded: sense,
    proven: oneUse,
    inferred: 'The requests of the UI may need sagemaker-mlflow:AccessUI as well.',
    sources: [`${api}/API_CreatePresignedMlflowTrackingServerUrl.html`, mlflowEndpoint, sagemaker],
  },
  {
    action: 'sagemaker:CreatePresignedMlflowAppUrl',
    opens: 'the MLflow UI of an MLflow App',
    resource: 'mlflow-app/*',
    call: 'sagemaker.api',
    session: 'mlflow',
    checkedAgain: 'not stated',
    forwarded: sense,
    proven: oneUse,
    inferred: 'As for a tracking server.',
    sources: [`${api}/API_CreatePresignedMlflowAppUrl.html`, mlflowEndpoint, sagemaker],
  },
  {
    action: 'sagemaker-mlflow:AccessUI',
    opens: 'the MLflow UI, inside its session',
    resource: null,
    call: 'experiments or mlflow',
    session: 'none: it is decided in the session of the UI',
    checkedAgain: 'not stated',
    forwarded: 'None: a browser makes the requests.',
    proven:
      'AWS limits sagemaker-mlflow actions by aws:SourceVpc in its own examples, so requests to MLflow carry the key. The reference gives AccessUI no type of resource.',
    inferred: 'How often it is decided is not documented.',
    sources: [`${reference}/list_amazonsagemakerwithmlflow.html`, mlflowRestrict],
  },
  {
    action: 'sagemaker:CallMlflowAppApi',
    opens: 'the API of an MLflow App',
    resource: 'mlflow-app/*',
    call: 'mlflow',
    session: 'none',
    checkedAgain: 'each call',
    forwarded: sense,
    proven: 'A permission without an operation of its own: it lets its holder call the MLflow API of an app.',
    inferred: 'One action covers the whole API (public experience of August 2026).',
    sources: [sagemaker, mlflowEndpoint],
  },
  {
    action: 'sagemaker:CreatePartnerAppPresignedUrl',
    opens: 'a partner app',
    resource: 'partner-app/*',
    call: 'sagemaker.api',
    session: 'partner-app',
    checkedAgain: 'not stated',
    forwarded: sense,
    proven: 'The answer is a URL for a browser.',
    inferred: 'Nothing says that IAM is asked again.',
    sources: [`${api}/API_CreatePartnerAppPresignedUrl.html`, services, sagemaker],
  },
  {
    action: 'sagemaker:CallPartnerAppApi',
    opens: 'the API of a partner app',
    resource: 'partner-app/*',
    call: 'partner-app',
    session: 'none',
    checkedAgain: 'each call',
    forwarded: sense,
    proven:
      'A permission without an operation of its own: the SDK of a partner app reads and writes with it.',
    inferred: 'That the calls travel through partner-app.',
    sources: [`${dg}/partner-apps-onboard.html`, services, sagemaker],
  },
  {
    action: 'datazone:GetIamPortalLoginUrl',
    opens: 'the portal of Unified Studio or DataZone, as an IAM principal',
    resource: null,
    call: 'datazone',
    session:
      "none: the portal is a public web site, whose calls to AWS are made as the domain's execution role",
    checkedAgain: 'not stated',
    forwarded: sense,
    proven:
      "The answer is a URL that signs in. The reference gives it no type of resource. Only the domain's execution role, limited by aws:SourceVpc, binds what the portal does afterwards.",
    inferred: 'Nothing says that IAM is asked again.',
    sources: [
      'https://docs.aws.amazon.com/datazone/latest/APIReference/API_GetIamPortalLoginUrl.html',
      'https://docs.aws.amazon.com/sagemaker-unified-studio/latest/adminguide/network-isolation.html',
      `${reference}/list_amazondatazone.html`,
    ],
  },
];

const byAction: ReadonlyMap<string, WayIn> = new Map(waysIn.map((wayIn) => [wayIn.action, wayIn]));

/** The way in that an action is, if it is one. */
export function wayInOf(action: string): WayIn | undefined {
  return byAction.get(action);
}

/**
 * Whether a call that an AWS service makes for a principal may be let through although it carries no network: only
 * where AWS checks again during the session.
 */
export function mayBeForwarded(action: string): boolean {
  return byAction.get(action)?.checkedAgain === 'every request';
}
