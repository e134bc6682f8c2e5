import { scenarios } from '../scenarios';
import { type FaultKind, faultKinds } from './kinds';
import { print } from './print';
import type { Report } from './worker';

interface Cell {
  injected: number;
  survived: number;
}

/** Counts the injected and the survived faults, by rule and kind. */
export class Table {
  private readonly cells = new Map<string, Cell>();
  private readonly calls = new Map<string, number>();
  private isBroken = false;
  /** Runs that were run to their end, and those that were stopped because the rest was known, by rule. */
  private readonly ends = new Map<string, { toEnd: number; joined: number }>();
  private readonly listsCalls: boolean;

  constructor(listsCalls: boolean) {
    this.listsCalls = listsCalls;
  }

  add(report: Report): void {
    if (report.type === 'done') return;
    const scenario = scenarios[report.scenario];
    if (scenario === undefined) return;
    const { rule, name } = scenario;
    switch (report.type) {
      case 'recorded':
        this.calls.set(rule, (this.calls.get(rule) ?? 0) + report.calls.length);
        print(`${rule}: ${name}: ${report.calls.length} calls, ${report.injections} faults`);
        if (this.listsCalls) print(report.calls.map((call, index) => `  ${index} ${call}`).join('\n'));
        return;
      case 'survived':
        this.count(rule, report.kind, true);
        this.endsOf(rule)[report.isKnown ? 'joined' : 'toEnd'] += 1;
        return;
      case 'lost': {
        const { kind, shape, at, call } = report.injection;
        this.count(rule, kind, false);
        print(`NOT SURVIVED ${rule}: ${name}: ${kind} (${shape}) at ${at} ${call}`);
        for (const problem of report.problems) print(`  ${problem}`);
        return;
      }
      case 'broken':
        this.isBroken = true;
        print(`BROKEN ${rule}: ${name}: ${report.because}`);
    }
  }

  isGood(): boolean {
    const cells = [...this.cells.values()];
    return (
      !this.isBroken && cells.length > 0 && cells.every(({ injected, survived }) => injected === survived)
    );
  }

  text(): string {
    const rules = [...this.calls.keys()];
    const shown = faultKinds.filter((kind) => rules.some((rule) => this.cell(rule, kind).injected > 0));
    const rows = [
      ['fault', ...rules, 'total'],
      [
        'AWS calls',
        ...rules.map((rule) => String(this.calls.get(rule))),
        String(sum([...this.calls.values()])),
      ],
      ...shown.map((kind) => [
        kind,
        ...rules.map((rule) => ratio(this.cell(rule, kind))),
        ratio(total(rules.map((rule) => this.cell(rule, kind)))),
      ]),
      [
        'total',
        ...rules.map((rule) => ratio(total(faultKinds.map((kind) => this.cell(rule, kind))))),
        ratio(total(rules.flatMap((rule) => faultKinds.map((kind) => this.cell(rule, kind))))),
      ],
      ...(['toEnd', 'joined'] as const).map((ending) => [
        ending === 'toEnd' ? 'run to the end' : 'joined a run before',
        ...rules.map((rule) => String(this.endsOf(rule)[ending])),
        String(sum(rules.map((rule) => this.endsOf(rule)[ending]))),
      ]),
    ];
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0)),
    );
    return rows
      .map((row) =>
        row
          .map((cell, column) =>
            column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
          )
          .join('  '),
      )
      .join('\n');
  }

  /** The endings of the survived runs of a rule. */
  private endsOf(rule: string): { toEnd: number; joined: number } {
    const known = this.ends.get(rule) ?? { toEnd: 0, joined: 0 };
    this.ends.set(rule, known);
    return known;
  }

  private count(rule: string, kind: FaultKind, survived: boolean): void {
    const cell = this.cell(rule, kind);
    this.cells.set(`${rule} ${kind}`, {
      injected: cell.injected + 1,
      survived: cell.survived + (survived ? 1 : 0),
    });
  }

  private cell(rule: string, kind: FaultKind): Cell {
    return this.cells.get(`${rule} ${kind}`) ?? { injected: 0, survived: 0 };
  }
}

/** The survived faults out of the injected ones. */
function ratio({ injected, survived }: Cell): string {
  return injected === 0 ? '·' : injected === survived ? String(injected) : `${survived} of ${injected}`;
}

function total(cells: readonly Cell[]): Cell {
  return {
    injected: sum(cells.map(({ injected }) => injected)),
    survived: sum(cells.map(({ survived }) => survived)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
