import { userInfo } from 'node:os';
import { stepsOf, type Finding } from '../../core/model/finding';
import type { TicketText } from '../../core/model/ports';
import { chosenRules, judgeSource } from '../account/judge';
import { settingsInForce } from '../account/settings';
import { memoryOf } from '../account/memory';
import { openLive } from '../account/source';
import { approveShown } from '../operator/approve-shown';
import { aboutResources, chosen } from '../operator/chosen';
import { confirm, needPerson } from '../operator/confirm';
import { operatorNarrator } from '../operator/narrate';
import { checkLedger, operatorPorts, type OperatorPorts } from '../operator/operator-ports';
import { type Applied, performApproved } from '../operator/perform';
import { previewText, questionText, resultText } from '../operator/text';
import { exitCode } from '../exit-code';
import { type Io, write } from '../io';
import type { JudgeOptions, LedgerOptions } from '../options';
import { commandLine, pasteable } from '../output/commands';
import { paintFor } from '../output/paint';
import { countsText } from '../output/summary-text';

export interface ApplyOptions extends JudgeOptions, LedgerOptions {
  readonly resource?: readonly string[];
  readonly yes?: boolean;
  readonly allowDataLoss?: boolean;
  readonly tickets?: boolean;
  /** ms */
  readonly wait: number;
}

/**
 * `palisade apply`: shows what it would do, asks, and does exactly that with the engine of the Lambdas. The exit code
 * is that of a scan of the same rules and resources afterwards.
 */
export async function applyCommand(options: ApplyOptions, io: Io): Promise<number> {
  needPerson('apply', options.yes, io);
  const rules = chosenRules(options.rule);
  const { settings } = await settingsInForce(options, io);
  const source = await openLive(options, io);
  const memory = await memoryOf(options, source, io);
  const raised: TicketText[] = [];
  const makePorts = (followUp: OperatorPorts['followUp']): OperatorPorts =>
    operatorPorts({
      source,
      settings,
      memory,
      raisesTickets: options.tickets === true,
      io,
      tell: operatorNarrator(io),
      show: (text) => raised.push(text),
      followUp,
    });
  const ports = makePorts(() => Promise.resolve());
  await checkLedger(ports, memory);

  const judged = await judgeSource(source, rules, settings, io);
  const findings = aboutResources(judged.findings, options.resource);
  const entries = chosen(findings, options.allowDataLoss === true);
  const paint = paintFor(io.stdout, io.env);
  if (entries.length === 0) {
    await write(
      io.stdout,
      `Nothing to do: ${countsText(findings)}\n${byHand(findings, commandLine(io, 'plan', rulesIn(options), options))}`,
    );
    return exitCode(findings, options.failOn);
  }
  await write(io.stdout, `${pasteable(previewText(entries, paint), io, options)}\n\n`);
  if (options.yes !== true && !(await confirm(questionText(entries), io))) {
    await write(io.stdout, 'Nothing was changed.\n');
    return exitCode(findings, options.failOn);
  }

  io.stopInOrder();
  const by = `palisade apply by ${userInfo().username}`;
  const approved: Finding[] = [];
  const leased: Applied[] = [];
  for (const entry of entries) {
    if ((await approveShown(entry, ports, by)) === 'approved') approved.push(entry.finding);
    else leased.push({ finding: entry.finding, unfinished: 'another worker has it right now' });
  }
  const undoOf = (id: string): string => commandLine(io, 'undo', [id], options);
  const results = [
    ...(await performApproved(approved, makePorts, { waitMs: options.wait, io, by })),
    ...leased,
  ];
  await write(
    io.stdout,
    `\n${resultText(results, paint, undoOf)}\n${pasteable(ticketsText(raised), io, options)}`,
  );
  return exitCode(afterwards(findings, results), options.failOn);
}

/** What is left for a person when there is no step to show. */
function byHand(findings: readonly Finding[], plan: string): string {
  const failing = findings.filter((finding) => finding.status === 'fail');
  const lost = failing.filter((finding) => stepsOf(finding)[0]?.approval === 'data-loss').length;
  if (failing.length === 0) return '';
  const hint = lost > 0 ? `${lost} of them wait for --allow-data-loss. ` : '';
  return `${hint}What a person has to do is shown by: ${plan}\n`;
}

function rulesIn({ rule }: ApplyOptions): readonly string[] {
  return rule === undefined ? [] : ['--rule', ...rule];
}

function ticketsText(raised: readonly TicketText[]): string {
  return raised.map(({ title, body }) => `\nFor a person: ${title}\n${body.replace(/^/gm, '  ')}\n`).join('');
}

/** The findings with their state after the run. */
function afterwards(
  findings: readonly Finding[],
  results: readonly Applied[],
): readonly Pick<Finding, 'status' | 'severity'>[] {
  const byId = new Map(results.map((result) => [result.finding.id, result]));
  return findings.map((finding) => {
    const result = byId.get(finding.id);
    const isGone = result?.record?.outcome === 'gone';
    return isGone ? { ...finding, status: 'not-applicable' } : (result?.finding ?? finding);
  });
}
