/** A source of numbers in [0, 1). `save` returns a function that restores the current state. */
interface Random {
  (): number;
  readonly save: () => () => void;
}

/** A seeded source, so that a run can be repeated (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const save = () => {
    const saved = state;
    return () => {
      state = saved;
    };
  };
  return Object.assign(next, { save });
}

/** Generates identifiers in AWS's forms. */
export interface Ids {
  /** `prefix-0123456789abcdef0`: 17 hexadecimal digits, as EC2 resources have. */
  ec2(prefix: string): string;
  /** `length` characters of `0-9A-Z`, as IAM's unique ids have after their four-letter prefix. */
  upper(length: number): string;
  /** `length` characters of `0-9a-z`. */
  lower(length: number): string;
  uuid(): string;
}

export function seededIds(random: () => number): Ids {
  const text = (length: number, alphabet: string) => {
    let generated = '';
    for (let count = 0; count < length; count += 1)
      generated += alphabet.charAt(Math.floor(random() * alphabet.length));
    return generated;
  };
  const hex = (length: number) => text(length, '0123456789abcdef');
  return {
    ec2: (prefix) => `${prefix}-0${hex(16)}`,
    upper: (length) => text(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
    lower: (length) => text(length, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
