import type { TicketRef } from '../../core/model/ledger';
import {
  type Channel,
  NotTakenError,
  type Published,
  type Tickets,
  type TicketText,
} from '../../core/model/ports';

/** A ticket of the fake system. */
export interface FakeTicket {
  readonly id: string;
  readonly finding: string;
  readonly texts: readonly TicketText[];
  readonly lastWord: string | undefined;
  /** Who approved the plan in the ticket. */
  readonly approvedBy?: string;
}

export interface FakeTickets extends Tickets {
  readonly all: Map<string, FakeTicket>;
  /** The error of every call while it is set. */
  down: Error | undefined;
}

/** A ticket system that, like OpsCenter, refuses a second open ticket about the same finding. */
export function fakeTickets(): FakeTickets {
  const all = new Map<string, FakeTicket>();
  const self: FakeTickets = {
    all,
    down: undefined,
    raise: (text, known) => {
      if (self.down !== undefined) return Promise.reject(self.down);
      const finding = text.finding.id;
      const open = [...all.values()].find((one) => one.finding === finding && one.lastWord === undefined);
      const id = (known?.open === true ? known.id : undefined) ?? open?.id ?? `t-${all.size + 1}`;
      const { texts = [], approvedBy: by } = all.get(id) ?? {};
      const hasChanged = texts.at(-1)?.digest !== text.digest;
      all.set(id, {
        id,
        finding,
        texts: hasChanged ? [...texts, text] : texts,
        lastWord: undefined,
        ...(text.asks || by === undefined ? {} : { approvedBy: by }),
      });
      return Promise.resolve({ channel: 'fake', id, open: true, digest: text.digest });
    },
    close: (known: TicketRef, word: string) => {
      if (self.down !== undefined) return Promise.reject(self.down);
      const one = all.get(known.id);
      if (one !== undefined) all.set(known.id, { ...one, lastWord: word });
      return Promise.resolve({ ...known, open: false });
    },
    approval: ({ id }: TicketRef) => {
      if (self.down !== undefined) return Promise.reject(self.down);
      const by = all.get(id)?.approvedBy;
      return Promise.resolve(by === undefined ? undefined : { by });
    },
    about: (id: string) => Promise.resolve(all.get(id)?.finding),
    approved: () =>
      self.down === undefined
        ? Promise.resolve(
            new Map(
              [...all.values()].flatMap(({ id, approvedBy }) =>
                approvedBy === undefined ? [] : [[id, { by: approvedBy }] as const],
              ),
            ),
          )
        : Promise.reject(self.down),
  };
  return self;
}

export interface FakeChannel extends Channel {
  /** What was accepted, in order. */
  readonly taken: Published[];
  /** The latest accepted state of each finding. */
  readonly latest: () => ReadonlyMap<string, Published>;
  down: Error | undefined;
  /** Ids of findings that it refuses. */
  refuses: ReadonlySet<string>;
}

/** A channel that, like Security Hub, ignores a state that is not newer than the one it has. */
export function fakeChannel(): FakeChannel {
  const taken: Published[] = [];
  const self: FakeChannel = {
    taken,
    latest: () => {
      const latest = new Map<string, Published>();
      for (const item of taken) {
        const known = latest.get(item.finding.id);
        if (known === undefined || item.record.updatedAt > known.record.updatedAt)
          latest.set(item.finding.id, item);
      }
      return latest;
    },
    down: undefined,
    refuses: new Set(),
    publish: (items) => {
      if (self.down !== undefined) return Promise.reject(self.down);
      const refused = items.filter(({ finding }) => self.refuses.has(finding.id));
      taken.push(...items.filter((item) => !refused.includes(item)));
      if (refused.length === 0) return Promise.resolve();
      return Promise.reject(
        new NotTakenError('fake', new Map(refused.map(({ finding }) => [finding.id, 'no']))),
      );
    },
  };
  return self;
}
