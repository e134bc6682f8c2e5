import type { Io } from '../io';

export interface Progress {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

const clearLine = '\r\u001b[2K';

/** One line on stderr that is overwritten each time; nothing where stderr is not a terminal. */
export function startProgress({ stderr }: Pick<Io, 'stderr'>): Progress {
  if (stderr.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  const width = Math.max(20, (stderr.columns ?? 80) - 1);
  return {
    show: (text) => {
      stderr.write(`${clearLine}${text.slice(0, width)}`);
    },
    clear: () => {
      stderr.write(clearLine);
    },
  };
}
