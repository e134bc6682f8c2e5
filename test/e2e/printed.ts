import { paginateGetFindings, type SecurityHubClient } from '@aws-sdk/client-securityhub';
import { GetOpsItemCommand, paginateDescribeOpsItems, type SSMClient } from '@aws-sdk/client-ssm';
import { runCli } from '../../cli/testing/run-cli';
import { awsProblem } from '../commands/aws-command';
import { commandsIn, shellWords, strayMentions, textOfJson } from '../commands/collect';

/** The results of running the printed commands. */
export interface Pasted {
  /** Commands and exit codes. Commands of the AWS CLI are not run, only checked against the SDK's models. */
  readonly commands: ReadonlyMap<string, number | 'modelled'>;
  /** Commands that were refused as invalid, and mentions of commands that cannot be pasted. */
  readonly problems: readonly string[];
}

/** The texts of tickets and Security Hub, by their source. */
export async function textsOfChannels(
  ssm: SSMClient,
  securityhub: SecurityHubClient,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for await (const { OpsItemSummaries = [] } of paginateDescribeOpsItems({ client: ssm }, {}))
    for (const { OpsItemId = '' } of OpsItemSummaries) {
      const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId }));
      texts.set(`ticket ${OpsItemId}`, textOfJson(OpsItem));
    }
  for await (const { Findings = [] } of paginateGetFindings({ client: securityhub }, {}))
    for (const finding of Findings) texts.set(`Security Hub ${finding.Id ?? ''}`, textOfJson(finding));
  return texts;
}

/** Runs every command as it was printed, and confirms if it asks. Commands that only read run first. */
export async function pasteAll(texts: ReadonlyMap<string, string>): Promise<Pasted> {
  const problems = [...texts].flatMap(([by, text]) => strayMentions(text).map((one) => `${by}: ${one}`));
  const found = [...new Set([...texts.values()].flatMap(commandsIn))].sort((a, b) => turnOf(a) - turnOf(b));
  const commands = new Map<string, number | 'modelled'>();
  for (const command of found) {
    const { code, problem } = await paste(command);
    commands.set(command, code);
    if (problem !== undefined) problems.push(`${command}: ${problem}`);
  }
  return { commands, problems };
}

const changing = ['apply', 'undo', 'approve', 'resume', 'redrive', 'stop'];

/** The order: commands that only read first, those that stop the others last. */
function turnOf(command: string): number {
  return changing.findIndex((name) => command.includes(`palisade ${name}`));
}

async function paste(
  command: string,
): Promise<{ readonly code: number | 'modelled'; readonly problem: string | undefined }> {
  const words = shellWords(command).filter((word, index) => !(index === 0 && word === 'npx'));
  if (words[0] === 'aws') return { code: 'modelled', problem: awsProblem(words) };
  const [, name = '', ...rest] = words;
  const asks = ['apply', 'undo', 'approve', 'resume', 'redrive'].includes(name) || rest.includes('--apply');
  const { code, stderr } = await runCli([
    name,
    ...rest,
    ...(asks && !rest.includes('--yes') ? ['--yes'] : []),
  ]);
  return { code, problem: code === 2 ? stderr : undefined };
}
