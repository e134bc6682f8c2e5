import { formOf } from './document';
import { isRefused, refused, type Refused } from './refused';
import { isRecord, type JsonObject, shorten, strings } from './shape';
import { isActionPattern } from './action';
import { actionsOf, naming } from './statement';

/** One value of a `Principal` element with the kind that it is listed under; `*` by itself has the kind `*`. */
export interface TrustedPrincipal {
  readonly kind: '*' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

/** A statement of a role's trust policy that could be read. */
export interface TrustStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly TrustedPrincipal[];
  /** NotPrincipal: everybody except `principals`. */
  readonly except: boolean;
  /** Whether it only applies under conditions, which are in `raw`. */
  readonly conditional: boolean;
  /** The statement as written. */
  readonly raw: JsonObject;
  /**
   * Whether it names the action, such as `sts:AssumeRole`. AWS does not say what an action with white space names: an
   * Allow names what it may name, a Deny only what it surely names.
   */
  names(action: string): boolean;
}

/** A trust policy, and the statements in it that could not be understood: any of those may let anybody in. */
export interface TrustPolicy {
  readonly statements: readonly TrustStatement[];
  readonly unclear: readonly { readonly what: string; readonly raw: unknown }[];
}

const elements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Condition',
]);
const kinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

function isKind(text: string): text is (typeof kinds)[number] {
  return kinds.some((kind) => kind === text);
}

/** The values of a Principal element. A refusal is worded to follow the element's name. */
function principalsOf(value: unknown): readonly TrustedPrincipal[] | Refused {
  if (value === '*') return [{ kind: '*', value }];
  if (!isRecord(value) || Object.keys(value).length === 0)
    return refused(' is neither "*" nor an object of principals');
  const found: TrustedPrincipal[] = [];
  for (const [kind, named] of Object.entries(value)) {
    const values = strings(named);
    if (!isKind(kind)) return refused(` holds the unknown kind ${shorten(kind)}`);
    if (values === null) return refused(`.${kind} is not a principal or a list of principals`);
    found.push(...values.map((one) => ({ kind, value: one })));
  }
  return found;
}

function readStatement(raw: unknown): TrustStatement | Refused {
  if (!isRecord(raw)) return refused(' is not an object');
  const unknown = Object.keys(raw).find((element) => !elements.has(element));
  if (unknown !== undefined) return refused(`: no element ${shorten(unknown)} is known`);
  const { Effect, Condition } = raw;
  if (Effect !== 'Allow' && Effect !== 'Deny') return refused('.Effect is neither Allow nor Deny');
  const named = Object.hasOwn(raw, 'Principal');
  if (named === Object.hasOwn(raw, 'NotPrincipal'))
    return refused(named ? ': Principal and NotPrincipal together' : ': no Principal');
  const principals = principalsOf(named ? raw['Principal'] : raw['NotPrincipal']);
  if (isRefused(principals)) return refused(`.${named ? 'Principal' : 'NotPrincipal'}${principals.because}`);
  const actions = actionsOf(raw);
  if (isRefused(actions)) return refused(`: ${actions.because}`);
  const malformed = [...actions.patterns, ...actions.vague].find((pattern) => !isActionPattern(pattern));
  if (malformed !== undefined) return refused(`: '${shorten(malformed)}' is not an action`);
  if (Condition !== undefined && !isRecord(Condition)) return refused('.Condition is not an object');
  const unsure = Effect === 'Allow' ? 'yes' : 'no';
  return {
    effect: Effect,
    principals,
    except: !named,
    conditional: Condition !== undefined && Object.keys(Condition).length > 0,
    raw,
    names: (action) => {
      const found = naming(actions, action.toLowerCase());
      return (found === 'perhaps' ? unsure : found) === 'yes';
    },
  };
}

/**
 * Reads a role's trust policy (an object, JSON text or URL-encoded JSON text) as strictly as any policy. Never throws.
 */
export function readTrust(document: unknown): TrustPolicy {
  const form = formOf(document);
  if (isRefused(form)) return { statements: [], unclear: [{ what: form.because, raw: document }] };
  const statements: TrustStatement[] = [];
  const unclear: TrustPolicy['unclear'][number][] = [];
  for (const [index, raw] of form.statements.entries()) {
    const read = readStatement(raw);
    if (isRefused(read)) unclear.push({ what: `Statement[${index}]${read.because}`, raw });
    else statements.push(read);
  }
  return { statements, unclear };
}
