import {
  type Failure,
  FailureError,
  type FailureKind,
  IntermediateCallError,
} from '../../core/model/failure';
import { isRecord } from '../../core/model/json';
import { memberOf } from '../errors';

/**
 * Turns anything thrown by an AWS call into a failure. All knowledge about AWS error codes is in this file. EC2 returns
 * raw codes, IAM modelled names with or without `Exception`, and SageMaker unmodelled ValidationExceptions that differ
 * only in their messages.
 * @param call in IAM notation, for example `ec2:DescribeVpcs`
 */
export function classify(call: string, error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof IntermediateCallError) return classify(error.call, error.cause);
  const seen = inspect(error);
  const kind = kindOf(seen);
  const permission = kind === 'denied' ? deniedAction(seen.message) : undefined;
  const deniedBy = kind === 'denied' ? refuser(seen.message) : undefined;
  return {
    kind,
    call,
    code: seen.code,
    message: withoutEncodedPart(seen.message),
    ...(permission === undefined ? {} : { permission }),
    ...(deniedBy === undefined ? {} : { deniedBy }),
    ...(wasRepeated(error) ? { repeated: true as const } : {}),
    cause: error,
  };
}

/** The SDK retries requests that were throttled or got no response, and records the number of attempts. */
function wasRepeated(error: unknown): boolean {
  const attempts = memberOf(memberOf(error, '$metadata'), 'attempts');
  return typeof attempts === 'number' && attempts > 1;
}

/** The properties that matter of AWS errors, network errors and anything else thrown. */
interface Seen {
  readonly code: string;
  readonly message: string;
  /** HTTP status; 0 if there was no response. */
  readonly status: number;
  readonly retryable: 'throttling' | 'yes' | 'no';
  readonly network: boolean;
}

function inspect(error: unknown): Seen {
  if (!isRecord(error))
    return { code: 'Unknown', message: String(error), status: 0, retryable: 'no', network: false };
  const metadata = memberOf(error, '$metadata');
  const status = memberOf(metadata, 'httpStatusCode');
  const message = text(memberOf(error, 'message')) ?? '';
  const name = wrapped.exec(message)?.[1] ?? text(memberOf(error, 'name')) ?? 'Unknown';
  const systemCode = text(memberOf(error, 'code')) ?? text(memberOf(memberOf(error, 'cause'), 'code'));
  const network = systemCode !== undefined && networkCodes.has(systemCode);
  const hint = memberOf(error, '$retryable');
  return {
    code: network ? systemCode : plainCode(name),
    message: message === '' ? name : message,
    status: typeof status === 'number' ? status : 0,
    retryable: hint === undefined ? 'no' : memberOf(hint, 'throttling') === true ? 'throttling' : 'yes',
    network,
  };
}

/** How the SDK wraps values that are not an Error of its own realm, such as Node's socket errors in a VM context. */
const wrapped = /^AWS SDK error wrapper for (\w+): /;

function kindOf({ code, message, status, retryable, network }: Seen): FailureKind {
  // A quota and a throttle can share a name (Security Hub's LimitExceededException), so the status decides.
  if (status === 429 || retryable === 'throttling') return 'throttled';
  if (network) return 'transient';
  const name = code.replace(/(Exception|Fault)$/, '');
  for (const { codes, texts, kind } of table)
    if (codes.test(name) && (texts === undefined || texts.test(message))) return kind;
  if (status >= 500 || retryable === 'yes') return 'transient';
  if (status === 409) return 'conflict';
  if (status === 401 || status === 403) return 'denied';
  return 'unexpected';
}

interface Row {
  /** Matches the error code without a trailing `Exception` or `Fault`. */
  readonly codes: RegExp;
  /** If given, the row applies only if the message matches too. */
  readonly texts?: RegExp;
  readonly kind: FailureKind;
}

/** The first match wins, so special rows come before general ones. */
const table: readonly Row[] = [
  {
    codes:
      /^(Request)?(Throttl(ing|ed)|ThrottledRequest)$|Throttl(ed|ing)$|^(RequestLimitExceeded|BandwidthLimitExceeded|TooManyRequests|ProvisionedThroughputExceeded|PriorRequestNotComplete|SlowDown)$/,
    kind: 'throttled',
  },
  // Security Hub also answers "no access" when it is not enabled in the account.
  { codes: /^InvalidAccess$/, texts: /not subscribed/i, kind: 'invalid' },
  {
    codes:
      /AccessDenied$|^(Unauthorized(Operation|Access)?|AuthorizationError|NotAuthorized|InvalidAccess|OptInRequired|AuthFailure)$/,
    kind: 'denied',
  },
  // Problems with the credentials themselves: missing, expired, unknown or wrong.
  {
    codes:
      /^(CredentialsProviderError|TokenProviderError|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken)$/,
    kind: 'denied',
  },
  {
    codes:
      /^(Internal(Error|Failure|Server|ServerError)?|Service(Failure|Unavailable)|Unavailable|Request(Timeout|Expired|TimeTooSkewed)|TimeoutError|AbortError)$/,
    kind: 'transient',
  },
  // SageMaker and others: unmodelled errors that only their messages distinguish.
  { codes: /^Validation$/, texts: /RecordNotFound/, kind: 'gone' },
  {
    codes: /^Validation$/,
    texts: /Unable to transition|Status \(\w+\) not in|duplicate|already exists/i,
    kind: 'conflict',
  },
  { codes: /^InvalidParameter/, texts: /conflicting DNS domain/i, kind: 'conflict' },
  { codes: /^UnmodifiableEntity$/, kind: 'unmodifiable' },
  // EC2's answer for resources that another AWS service created.
  { codes: /^InvalidParameter/, texts: /not allowed for requester-managed/i, kind: 'unmodifiable' },
  { codes: /^OperationNotPermitted$/, kind: 'unmodifiable' },
  // A service name that does not exist is a mistake in the request, not a deleted resource.
  { codes: /^InvalidVpcEndpointService\.NotFound$/, kind: 'invalid' },
  { codes: /NotFound$|^NoSuch|DoesNotExist$|NonExistentQueue$/, kind: 'gone' },
  // Another request is changing the same resource: the codes of IAM, Systems Manager and Security Hub.
  {
    codes:
      /^(ConcurrentModification|ConcurrentUpdateError|EntityTemporarilyUnmodifiable|TooManyUpdates|OpsItemConflict)$/,
    kind: 'busy',
  },
  { codes: /LimitExceeded$|QuotaExceeded$/, kind: 'limit' },
  {
    codes:
      /Conflict$|InUse$|AlreadyExists$|Duplicate$|^(ConditionalCheckFailed|DependencyViolation|DuplicateSubnetsInSameZone|InvalidStateTransition)$|^(Incorrect|Invalid)\w*State$/,
    kind: 'conflict',
  },
  {
    codes:
      /^Invalid|^Malformed|Malformed$|InvalidParameter$|^(Missing|Unknown)Parameter|^(Validation(Error)?|Unsupported(Operation)?|Serialization|BadRequest|PolicyNotAttachable|PolicyEvaluation|IdempotentParameterMismatch)$/,
    kind: 'invalid',
  },
];

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Strips the prefix of codes such as `Client.UnauthorizedOperation` and `AWS.SimpleQueueService.NonExistentQueue`. */
function plainCode(name: string): string {
  return name.replace(/^(Client|Server|AWS\.SimpleQueueService)\./, '');
}

/** The permission that AWS says is missing: often not the call's own, for example iam:PassRole. */
function deniedAction(message: string): string | undefined {
  return /not authorized to perform:? ([a-z][a-z0-9-]*:[A-Za-z]+)/.exec(message)?.[1];
}

/**
 * What denied the call, in words, if it was an explicit Deny or one of the limits around the caller's own policies.
 * Granting the permission would not help then (IAM user guide, "Troubleshoot access denied error messages").
 */
function refuser(message: string): string | undefined {
  const [, explicit, arn, implicit] =
    /with an explicit deny in an? ([A-Za-z][A-Za-z -]*policy|permissions boundary)(?:: (arn:[^\s.]+))?|because no (service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy) allows/.exec(
      message,
    ) ?? [];
  if (explicit !== undefined)
    return `a Deny in ${/^[aeiou]/i.test(explicit) ? 'an' : 'a'} ${explicit}${arn === undefined ? '' : ` (${arn})`}`;
  return implicit === undefined ? undefined : `the ${implicit}, which does not allow it`;
}

/**
 * Removes the block of about a thousand characters that EC2 appends and only sts:DecodeAuthorizationMessage can decode.
 */
function withoutEncodedPart(message: string): string {
  return message.replace(/\s*Encoded authorization failure message:\s*\S+/, '');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
