import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Severity } from '../core/model/rule';
import { parseDuration } from '../core/settings/duration';

/** Where the state comes from, and which settings apply. */
export interface SourceOptions {
  readonly from?: string;
  readonly settings?: string;
  readonly profile?: string;
  readonly region?: string;
  /** A file with the policies of the organization, which a member account cannot read. */
  readonly organizationPolicies?: string;
}

/** What is judged, and what counts as failing. */
export interface JudgeOptions extends SourceOptions {
  readonly rule?: readonly string[];
  readonly failOn: Severity;
}

/** Which ledger a command works with; see `memoryOf`. */
export interface LedgerOptions extends StackOptions {
  readonly table?: string;
  readonly ledger?: string;
}

/** Which deployment a command works with. */
export interface StackOptions {
  /** Name of its CloudFormation stack; default: the one that is there. */
  readonly stack?: string;
}

export const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];

export function withLive(command: Command): Command {
  return command
    .option('--settings <path>', 'settings file (default: palisade.yml, where there is one)')
    .option('--profile <name>', 'profile of the AWS configuration files')
    .option('--region <region>', 'AWS Region');
}

export function withSource(command: Command): Command {
  return withOrganizationPolicies(
    withLive(
      command.addOption(
        new Option(
          '--from <path>',
          'judge an export (a folder or one file) instead of the live account',
        ).conflicts('profile'),
      ),
    ),
  );
}

export function withOrganizationPolicies(command: Command): Command {
  return command.option(
    '--organization-policies <path>',
    'organization-policies.json: the SCPs and RCPs, which a member account cannot read',
  );
}

export function withJudging(command: Command): Command {
  return command
    .option('--rule <id...>', 'only these rules')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 when a finding is at least this severe')
        .choices(severities)
        .default('high'),
    );
}

export function withFormat(command: Command): Command {
  return command.addOption(
    new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'),
  );
}

export function withListing(command: Command): Command {
  return withFormat(command).option('--all', 'list everything, including what passes');
}

export function withLedger(command: Command): Command {
  return withStack(command)
    .addOption(
      new Option('--table <name>', "the deployed Palisade's DynamoDB table (default: as its stack says)").env(
        'PALISADE_TABLE',
      ),
    )
    .addOption(
      new Option(
        '--ledger <path>',
        'remember in this file, not with a deployment (default without one: out/palisade-ledger.json)',
      ).conflicts('stack'),
    );
}

export function withStack(command: Command): Command {
  return command.option(
    '--stack <name>',
    'CloudFormation stack of the deployed Palisade (default: the one that is there)',
  );
}

/** Commander's parser for `90s`, `30m`, … in ms. */
export function parseDurationOption(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Give a duration such as 90s, 30m or 2h.');
  return ms;
}
