import { resolvePerimeter, withoutVpcs } from '../enforcement/perimeter';
import { readPrincipals, type Subject } from '../principals/subjects';
import type { Settings } from '../settings';
import type { Snapshot } from '../model/snapshot';
import type { Access, From, Opener } from './access';
import { createAssumers } from './assume';
import { countOf } from './counted';
import { createDirect, type Direct, type DirectAccess } from './direct';
import { type RoleChain, chainsTo } from './role-chains';

type Matrix = (arn: string) => Access;

const cache = new WeakMap<Snapshot, { readonly settings: Settings; readonly matrix: Matrix }>();

/**
 * Who can open each notebook instance of a snapshot, by the ARN of the notebook: every principal, from where, by
 * which statement, and whether only by assuming other roles. Exact except for what `missing` names. The principals
 * must have been read. Rules and commands that ask about the same snapshot share the work.
 */
export function accessMatrix(snapshot: Snapshot, settings: Settings): Matrix {
  const cached = cache.get(snapshot);
  if (cached?.settings === settings) return cached.matrix;
  const matrix = createMatrix(snapshot, settings);
  cache.set(snapshot, { settings, matrix });
  return matrix;
}

function createMatrix(snapshot: Snapshot, settings: Settings): Matrix {
  const everybody = readPrincipals(snapshot);
  const resolved = resolvePerimeter(snapshot, settings);
  const isKnown = resolved.status === 'known';
  // Without a perimeter every request counts, so no range may set any apart.
  const perimeter = isKnown ? resolved.perimeter : { ...withoutVpcs(resolved), cidrs: [] };
  const direct = createDirect(everybody, perimeter, snapshot.place);
  const assumersOf = createAssumers(everybody, snapshot.place);
  const odd = oddOpeners(snapshot);
  const numbers = new Map(everybody.map((subject, index) => [subject, index]));
  const counted = memoized((subject: Subject) => countOf(subject.principal));
  // Notebooks that the same roles can open have the same role chains.
  const chains = new Map<string, readonly RoleChain[]>();
  const chainsOf = (own: readonly Direct[]): readonly RoleChain[] => {
    const goals = own
      .filter(({ subject }) => subject.principal.kind === 'role')
      .map(({ subject, access: { sure } }) => ({ subject, sure }));
    const key = goals.map(({ subject, sure }) => `${numbers.get(subject) ?? ''}${sure ? '' : '?'}`).join(' ');
    const found = chains.get(key) ?? chainsTo(goals, assumersOf);
    chains.set(key, found);
    return found;
  };

  function opener(
    subject: Subject,
    access: DirectAccess,
    path: readonly Subject[],
    missing: readonly string[],
  ): Opener {
    const { kind, name, arn } = subject.principal;
    return {
      kind,
      name,
      arn,
      from: isKnown ? fromOf(access) : 'from anywhere',
      allowedBy: access.allowedBy,
      roles: path.map(({ principal }) => principal.name),
      missing,
      counted: counted(subject),
    };
  }

  return (arn) => {
    const own = direct(arn);
    const ownAccess = new Map(own.map(({ subject, access }) => [subject, access]));
    // A certain answer wins: a principal's own permissions, or else a chain of roles.
    const through = chainsOf(own).filter(({ subject, sure }) => {
      const itself = ownAccess.get(subject);
      return itself === undefined || (sure && !itself.sure);
    });
    const throughRoles = new Set(through.map(({ subject }) => subject));
    const openers = [
      ...own
        .filter(({ subject }) => !throughRoles.has(subject))
        .map(({ subject, access }) => opener(subject, access, [], access.missing)),
      ...through.flatMap(({ subject, path, sure }) => {
        const last = path.at(-1);
        const access = last === undefined ? undefined : ownAccess.get(last);
        return access === undefined
          ? []
          : [opener(subject, access, path, sure ? [] : doubts(subject, access))];
      }),
    ];
    const all = [...openers, ...odd];
    return { openers: all, ...totals(all) };
  };
}

/** Users and roles whose records cannot be used: each may be one that opens the notebook. */
function oddOpeners(snapshot: Snapshot): readonly Opener[] {
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') return [];
  return (reading.value.Odd ?? []).map(({ kind, id, because }) => ({
    kind,
    name: id,
    arn: '',
    from: 'from anywhere',
    allowedBy: [],
    roles: [],
    missing: [because],
    counted: { counts: 'yes' },
  }));
}

function memoized<T>(make: (subject: Subject) => T): (subject: Subject) => T {
  const results = new Map<Subject, T>();
  return (subject) => {
    const result = results.get(subject) ?? make(subject);
    results.set(subject, result);
    return result;
  };
}

function fromOf({ fromOutside, fromInside }: DirectAccess): From {
  if (!fromInside) return 'only from outside';
  return fromOutside ? 'from outside and inside' : 'only from inside';
}

/** Why it is not certain that somebody can open it through roles. */
function doubts(subject: Subject, access: DirectAccess): readonly string[] {
  const missing = [...new Set([...subject.applied.missing, ...access.missing])];
  return missing.length > 0 ? missing : ['whether every role in the chain can be assumed'];
}

function totals(openers: readonly Opener[]): { readonly count: number; readonly atMost: number } {
  const possible = openers.filter(({ counted }) => counted.counts !== 'no');
  const count = possible.filter(
    ({ missing, counted }) => missing.length === 0 && counted.counts === 'yes',
  ).length;
  return { count, atMost: possible.length };
}
