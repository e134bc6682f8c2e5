import { Session } from 'node:inspector';
import path from 'node:path';
import type { Ports } from '../../core/model/ports';

const root = path.join(__dirname, '../..');
const layers = /^(core|rules|adapters|composition|functions)\//;

/** The product's files whose functions run during a call. */
export interface Watch {
  /** The ports, which note every call out of the engine and its return. */
  readonly watched: <P extends Ports>(ports: P) => P;
  /** Each file with the stage in which one of its functions first ran, in that order. */
  readonly stop: () => ReadonlyMap<string, string>;
}

/** Uses V8's coverage, which needs no list of files. */
export function watch(): Watch {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const found = new Map<string, string>();
  let stage = 'event';

  const mark = (next: string): void => {
    // Answered synchronously: the session runs in this thread. It reports each count only once.
    session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error !== null) throw error;
      for (const { url, functions } of result) {
        const file = path.relative(root, url.replace(/^file:\/\//, ''));
        if (layers.test(file) && !found.has(file) && functions.some(isWork)) found.set(file, stage);
      }
    });
    stage = next;
  };
  const around =
    <A extends unknown[], R>(name: string, work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      mark(name);
      try {
        return await work(...args);
      } finally {
        mark(`after ${name}`);
      }
    };
  mark(stage);
  found.clear();

  return {
    watched: (ports) => {
      const { gather, perform, tickets, ledger, channels } = ports;
      return {
        ...ports,
        gather: around('gather', gather),
        perform: around('perform', perform),
        tickets: { ...tickets, raise: around('ticket', (...args) => tickets.raise(...args)) },
        ledger: {
          ...ledger,
          load: around('recall', (id) => ledger.load(id)),
          open: around('claim', (...args) => ledger.open(...args)),
          save: around('write down', (...args) => ledger.save(...args)),
        },
        channels: channels.map((one) => ({ publish: around('publish', (items) => one.publish(items)) })),
      };
    },
    stop: () => {
      mark('over');
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
      return found;
    },
  };
}

interface Covered {
  readonly functionName: string;
  readonly ranges: readonly { readonly count: number; readonly startOffset: number }[];
}

/** Loading a module and reading its exports do not count as running it. */
function isWork({ functionName, ranges: [all] }: Covered): boolean {
  const isModule = all?.startOffset === 0;
  return all !== undefined && all.count > 0 && !isModule && !compilers.test(functionName);
}

/** Functions that the compiler adds to a module: getters of its exports, and helpers. */
const compilers = /^(get |_export|_interop_require|_getRequireWildcardCache)/;
