import { resolvePerimeter } from '../enforcement/perimeter';
import { type Subject, principalSubjects } from '../principals/subjects';
import type { Settings } from '../settings';
import type { Snapshot } from '../model/snapshot';
import type { Access, From, Opener } from './access';
import { createDoors } from './assume';
import { countOf } from './counted';
import { createDirect, type Direct, type DirectAccess } from './direct';
import { type RoleChain, routesTo } from './routes';

type Matrix = (arn: string) => Access;

const known = new WeakMap<Snapshot, { readonly settings: Settings; readonly matrix: Matrix }>();

/**
 * Who can open each notebook instance of a snapshot, by its ARN: every principal, from where, by which statement, and
 * whether only by assuming other roles. Exact but for what `missing` names. The principals must have been read. Rules
 * and commands that ask about the same snapshot share the work.
 */
export function accessMatrix(snapshot: Snapshot, settings: Settings): Matrix {
  const made = known.get(snapshot);
  if (made?.settings === settings) return made.matrix;
  const matrix = createMatrix(snapshot, settings);
  known.set(snapshot, { settings, matrix });
  return matrix;
}

function createMatrix(snapshot: Snapshot, settings: Settings): Matrix {
  const everybody = principalSubjects(snapshot).map(({ subject }) => subject);
  const resolved = resolvePerimeter(snapshot, settings);
  const isPlaced = resolved.status === 'known';
  const nothing = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };
  const direct = createDirect(everybody, isPlaced ? resolved.perimeter : nothing, snapshot.place);
  const doorOf = createDoors(everybody, snapshot.place);
  const numbers = new Map(everybody.map((subject, index) => [subject, index]));
  const counted = remembered((subject: Subject) => countOf(subject.principal));
  // Notebooks that the same roles open are reached over the same routes.
  const routes = new Map<string, readonly RoleChain[]>();
  const routesOf = (own: readonly Direct[]): readonly RoleChain[] => {
    const goals = own
      .filter(({ subject }) => subject.principal.kind === 'role')
      .map(({ subject, way: { sure } }) => ({ subject, sure }));
    const key = goals.map(({ subject, sure }) => `${numbers.get(subject) ?? ''}${sure ? '' : '?'}`).join(' ');
    const made = routes.get(key) ?? routesTo(goals, doorOf);
    routes.set(key, made);
    return made;
  };

  function opener(
    subject: Subject,
    way: DirectAccess,
    path: readonly Subject[],
    missing: readonly string[],
  ): Opener {
    const { kind, name, arn } = subject.principal;
    return {
      kind,
      name,
      arn,
      from: isPlaced ? fromOf(way) : 'from anywhere',
      allowedBy: way.allowedBy,
      roles: path.map(({ principal }) => principal.name),
      missing,
      counted: counted(subject),
    };
  }

  return (arn) => {
    const own = direct(arn);
    const ways = new Map(own.map(({ subject, way }) => [subject, way]));
    // The certain way wins: with permissions of one's own, else through roles.
    const through = routesOf(own).filter(({ subject, sure }) => {
      const itself = ways.get(subject);
      return itself === undefined || (sure && !itself.sure);
    });
    const instead = new Set(through.map(({ subject }) => subject));
    const openers = [
      ...own
        .filter(({ subject }) => !instead.has(subject))
        .map(({ subject, way }) => opener(subject, way, [], way.missing)),
      ...through.flatMap(({ subject, path, sure }) => {
        const last = path.at(-1);
        const way = last === undefined ? undefined : ways.get(last);
        return way === undefined ? [] : [opener(subject, way, path, sure ? [] : doubts(subject, way))];
      }),
    ];
    return { openers, ...totals(openers) };
  };
}

function remembered<T>(make: (subject: Subject) => T): (subject: Subject) => T {
  const made = new Map<Subject, T>();
  return (subject) => {
    const known = made.get(subject) ?? make(subject);
    made.set(subject, known);
    return known;
  };
}

function fromOf({ fromOutside, fromInside }: DirectAccess): From {
  if (!fromInside) return 'only from outside';
  return fromOutside ? 'from outside and inside' : 'only from inside';
}

/** Why it is not certain that somebody can open it over roles. */
function doubts(subject: Subject, way: DirectAccess): readonly string[] {
  const missing = [...new Set([...subject.applied.missing, ...way.missing])];
  return missing.length > 0 ? missing : ['whether every role on the way can be assumed'];
}

function totals(openers: readonly Opener[]): { readonly count: number; readonly atMost: number } {
  const possible = openers.filter(({ counted }) => counted.counts !== 'no');
  const count = possible.filter(
    ({ missing, counted }) => missing.length === 0 && counted.counts === 'yes',
  ).length;
  return { count, atMost: possible.length };
}
