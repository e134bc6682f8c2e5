import { formOf } from './document';
import { isObject, type JsonObject, shorten, strings } from './shape';
import { actionsOf, namesAction } from './statement';

/** One value of a `Principal` element with the kind it stands under; `*` by itself stands under `*`. */
export interface TrustedPrincipal {
  readonly kind: '*' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

/** A statement of a role's trust policy that could be read. */
export interface TrustStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly TrustedPrincipal[];
  /** NotPrincipal: everybody but `principals`. */
  readonly except: boolean;
  /** Whether it holds only under conditions, which `raw` has. */
  readonly conditional: boolean;
  /** The statement as it was written. */
  readonly raw: JsonObject;
  /** Whether it names the action, such as `sts:AssumeRole`. */
  names(action: string): boolean;
}

/** A trust policy, and what of it could not be understood: such a statement may let anybody in. */
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

/** The values of a Principal element, or what is wrong with it, as it follows the element's name. */
function principalsOf(value: unknown): readonly TrustedPrincipal[] | string {
  if (value === '*') return [{ kind: '*', value }];
  if (!isObject(value) || Object.keys(value).length === 0)
    return ' is neither "*" nor an object of principals';
  const found: TrustedPrincipal[] = [];
  for (const [kind, named] of Object.entries(value)) {
    const values = strings(named);
    if (!isKind(kind)) return ` holds the unknown kind ${shorten(kind)}`;
    if (values === null) return `.${kind} is not a principal or a list of principals`;
    found.push(...values.map((one) => ({ kind, value: one })));
  }
  return found;
}

function readStatement(raw: unknown): TrustStatement | string {
  if (!isObject(raw)) return ' is not an object';
  const stranger = Object.keys(raw).find((element) => !elements.has(element));
  if (stranger !== undefined) return `: no element ${shorten(stranger)} is known`;
  const { Effect, Condition } = raw;
  if (Effect !== 'Allow' && Effect !== 'Deny') return '.Effect is neither Allow nor Deny';
  const named = Object.hasOwn(raw, 'Principal');
  if (named === Object.hasOwn(raw, 'NotPrincipal'))
    return named ? ': Principal and NotPrincipal together' : ': no Principal';
  const principals = principalsOf(named ? raw['Principal'] : raw['NotPrincipal']);
  if (typeof principals === 'string') return `.${named ? 'Principal' : 'NotPrincipal'}${principals}`;
  const actions = actionsOf(raw);
  if (typeof actions === 'string') return `: ${actions}`;
  if (Condition !== undefined && !isObject(Condition)) return '.Condition is not an object';
  return {
    effect: Effect,
    principals,
    except: !named,
    conditional: Condition !== undefined && Object.keys(Condition).length > 0,
    raw,
    names: (action) => namesAction(actions, action.toLowerCase()),
  };
}

/** Reads a role's trust policy (an object, JSON text or URL-encoded JSON text) as strictly as any policy. Never throws. */
export function readTrust(document: unknown): TrustPolicy {
  const shape = formOf(document);
  if (typeof shape === 'string') return { statements: [], unclear: [{ what: shape, raw: document }] };
  const statements: TrustStatement[] = [];
  const unclear: TrustPolicy['unclear'][number][] = [];
  for (const [index, raw] of shape.statements.entries()) {
    const read = readStatement(raw);
    if (typeof read === 'string') unclear.push({ what: `Statement[${index}]${read}`, raw });
    else statements.push(read);
  }
  return { statements, unclear };
}
