import { refusals } from '@palisade/sandbox/refusals';
import type { Refusal } from '@palisade/sandbox/refusals/refusal';

/**
 * The table of AWS's refusals that the embedded account reproduces, for its page: the quoted answer, its source and the
 * test.
 */
export function refusalsTable(): string {
  return [
    `${refusals.length} answers of AWS that Palisade's own calls can meet. \`{…}\` stands for what differs from answer to answer. Each is met in the test that is named, by the deployed function or the command.`,
    '',
    '| refusal | call | answer | when | source | met in |',
    '| ------- | ---- | ------ | ---- | ------ | ------ |',
    ...refusals.map(row),
  ].join('\n');
}

function row({ id, service, operation, code, status, says, when, then, source, url, test }: Refusal): string {
  const answer = `${code} (${status}): “${says}”`;
  const cells = [
    `\`${id}\``,
    `${service}:${operation}`,
    answer,
    `${when} (${then === 'passes' ? 'passes by itself' : 'lasts'})`,
    `[${source}](${url})`,
    `\`${test}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
