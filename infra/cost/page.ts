import { bill, configBill, loads, perThousandRemediations, billTotal } from './bill';

const usd = (value: number): string => (value > 0 && value < 0.005 ? '< 0.01' : value.toFixed(2));

/** The generated part of docs/cost.md. */
export function costTables(): string {
  const bills = loads.map((load) => ({ load, lines: bill(load) }));
  const names = bills[0]?.lines.map(({ what }) => what) ?? [];
  const cell = (index: number, row: number): string => {
    const line = bills[index]?.lines[row];
    return line === undefined ? '' : usd(line.amount * line.price);
  };
  const columns = bills.map((_, index) => index);
  const rowOf = (what: string, values: readonly string[]): string => `| ${what} | ${values.join(' | ')} |`;
  return [
    rowOf(
      'USD a month',
      bills.map(({ load }) => load.name),
    ),
    rowOf(
      '---',
      bills.map(() => '---:'),
    ),
    rowOf(
      'principals',
      bills.map(({ load }) => String(load.principals)),
    ),
    rowOf(
      'notebooks, domains, endpoints, VPCs',
      bills.map(({ load }) => String(load.otherSubjects)),
    ),
    rowOf(
      'changes a day',
      bills.map(({ load }) => String(load.changesPerDay)),
    ),
    rowOf(
      'remediations, tickets a month',
      bills.map(({ load }) => `${load.remediationsPerMonth}, ${load.ticketsPerMonth}`),
    ),
    ...names.map((what, row) =>
      rowOf(
        what,
        columns.map((index) => cell(index, row)),
      ),
    ),
    rowOf(
      '**at list prices**',
      bills.map(({ lines }) => `**${usd(billTotal(lines, false))}**`),
    ),
    rowOf(
      '**less what AWS always gives away**',
      bills.map(({ lines }) => `**${usd(billTotal(lines, true))}**`),
    ),
    rowOf(
      'AWS Config, `ConfigRules=resources`, at list prices',
      loads.map((load) => usd(configBill(load, 3, false))),
    ),
    rowOf(
      'AWS Config, `ConfigRules=all`, at list prices',
      loads.map((load) => usd(configBill(load, 3, true))),
    ),
    '',
    `A thousand remediations add ${usd(perThousandRemediations(true))} USD at list prices, and ${usd(perThousandRemediations(false))} USD once the 10,000 findings that Security Hub takes for nothing every month are used up. Tickets come on top: OpsCenter charges for each.`,
  ].join('\n');
}
