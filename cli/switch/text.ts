import { switchParameter } from '../../adapters/switch/ssm';
import type { SwitchState } from '../../adapters/switch/write';
import { shellWord } from '../../core/text/command';
import type { Place } from '../../core/model/resource';

/** What stopping does, for the people who stop and resume. */
export const whatStops =
  'What goes on: reading, findings in Security Hub and AWS Config, tickets. What stops: every change, plans that were approved and undo included.';

/** The command that does the same with only the AWS CLI. */
export function switchByHand(value: string, { region }: Place): string {
  return `aws ssm put-parameter --name ${switchParameter} --value ${shellWord(value)} --overwrite --region ${region}`;
}

/** `since 2026-11-30 07:20:11 UTC, by arn:…: reason`; what is not known is left out. */
export function stoppedText({ value, since, by }: SwitchState): string {
  const reason = /^off: (.+)$/s.exec(value)?.[1];
  return [
    since === undefined ? '' : ` since ${since.slice(0, 19).replace('T', ' ')} UTC`,
    by === undefined ? '' : `, by ${by}`,
    reason === undefined ? '' : `: ${reason}`,
  ].join('');
}

/** Parameter Store takes 4 KB, and reads double braces as the name of another parameter. */
const longest = 500;

/** The switch's value for `off`, with the reason on one line. */
export function offBecause(reason: string | undefined): string {
  if (reason === undefined) return 'off';
  const line = reason.replaceAll(/\s+/g, ' ').replaceAll('{{', '{ {').trim();
  return line === '' ? 'off' : `off: ${line.slice(0, longest)}`;
}

/** `eu-central-1 of account 111122223333`. */
export function placeText({ account, region }: Place): string {
  return `${region} of account ${account}`;
}
