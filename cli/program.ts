import { Command, Option } from 'commander';
import { version } from '../package.json';
import type { ApplyOptions } from './commands/apply';
import type { ApproveOptions } from './commands/approve';
import type { AuditOptions } from './commands/audit';
import type { CollectOptions } from './commands/collect';
import type { DoctorOptions } from './commands/doctor';
import type { ExplainOptions } from './commands/explain';
import type { GuardrailOptions } from './commands/guardrail';
import type { RedriveOptions } from './commands/redrive';
import type { ReportOptions } from './commands/report';
import type { ResumeOptions } from './commands/resume';
import type { ScanOptions } from './commands/scan';
import type { SettingsCheckOptions } from './commands/settings-check';
import type { SimulateOptions } from './commands/simulate';
import type { StopOptions } from './commands/stop';
import type { UndoOptions } from './commands/undo';
import type { UninstallOptions } from './commands/uninstall';
import { formats } from '../core/guardrail/formats';
import type { Io } from './io';
import type { GivenOptions } from './output/commands';
import { tableOfEnvironment } from './table-of-environment';
import { leftoverKinds } from './uninstall/leftover';
import {
  parseDurationOption,
  withFormat,
  withJudging,
  withLedger,
  withListing,
  withLive,
  withOrganizationPolicies,
  withSource,
  withStack,
} from './options';

/**
 * Builds the commands and their options. `begin` gets the options of the command before it runs. The code of a command
 * is loaded only when it runs, so that `--help` and bad usage answer immediately.
 */
export function buildProgram(
  io: Io,
  finish: (code: number) => void,
  begin: (options: GivenOptions) => void,
): Command {
  const program = new Command('palisade')
    .description('Keeps Amazon SageMaker inside your network, and proves it.')
    .version(version)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError(`(${io.program} --help lists commands and options)`)
    .exitOverride()
    .addHelpText('after', exitCodes)
    .hook('preAction', async (_, action) => {
      await tableOfEnvironment(action, io);
      begin(action.opts<GivenOptions>());
    });

  const command = (name: string, description: string): Command =>
    program.command(name).description(description);
  const done = async (work: Promise<number>): Promise<void> => {
    finish(await work);
  };

  withListing(
    withJudging(withSource(command('scan', 'judge the account, or an export, by every rule'))),
  ).action(async (options: ScanOptions) => done((await import('./commands/scan')).scanCommand(options, io)));
  withListing(
    withJudging(withSource(command('plan', 'scan, and show step by step what would be done'))),
  ).action(async (options: ScanOptions) => done((await import('./commands/plan')).planCommand(options, io)));
  withJudging(withSource(command('report', 'write what a scan finds as one HTML file')))
    .option('--out <file>', 'where to write it', 'out/report.html')
    .action(async (options: ReportOptions) =>
      done((await import('./commands/report')).reportCommand(options, io)),
    );
  withSource(
    command('explain', 'say why: the verdicts about a subject, with evidence, and what IAM decides').argument(
      '<subject>',
      'a finding id, or the ARN, name or id of a resource',
    ),
  )
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'))
    .action(async (subject: string, options: ExplainOptions) =>
      done((await import('./commands/explain')).explainCommand(subject, options, io)),
    );
  withSource(
    command('guardrail', 'print the policies that enforce the same perimeter before anything happens'),
  )
    .addOption(new Option('--format <kind>', 'the kind of policy').choices(formats).makeOptionMandatory())
    .option('--root-access', 'also deny root access on notebook instances')
    .option('--all-accounts', 'bind every account that the policy reaches, not only the one that is read')
    .option('--out <folder>', 'write each document into a file of its own')
    .addOption(new Option('--output <output>', 'what to print').choices(['policy', 'json']).default('policy'))
    .action(async (options: GuardrailOptions) =>
      done((await import('./commands/guardrail')).guardrailCommand(options, io)),
    );
  withOrganizationPolicies(
    withLive(command('collect', 'write an export of the live account, to be judged elsewhere')),
  )
    .requiredOption('--out <folder>', 'where to write it')
    .action(async (options: CollectOptions) =>
      done((await import('./commands/collect')).collectCommand(options, io)),
    );
  withStack(
    withLive(
      command('doctor', 'check that the account is ready, or that a deployment is well, and say what to do'),
    ),
  )
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'))
    .addOption(new Option('--table <name>', "the deployed Palisade's DynamoDB table").env('PALISADE_TABLE'))
    .addOption(
      new Option('--central-settings <arn>', 'the SSM parameter of the central settings').env(
        'PALISADE_CENTRAL_SETTINGS',
      ),
    )
    .action(async (options: DoctorOptions) =>
      done((await import('./commands/doctor')).doctorCommand(options, io)),
    );
  const settings = command('settings', 'look at settings before they are stored');
  withFormat(settings.command('check').description('whether settings can be used, and where not'))
    .argument('<file>', "an account's own settings, or the central ones")
    .option('--central <file>', 'the central settings that these lie over')
    .action(async (file: string, options: SettingsCheckOptions) =>
      done((await import('./commands/settings-check')).settingsCheckCommand(file, options, io)),
    );
  command('prove', 'decide IAM problems in bulk: JSON lines from stdin, answers to stdout').action(async () =>
    done((await import('./commands/prove')).proveCommand(io)),
  );
  withOrganizationPolicies(
    withLedger(withJudging(withLive(command('apply', 'show what would be done, ask, and do exactly that')))),
  )
    .option('--resource <id...>', 'only these resources (id, name, ARN or finding id; * for any characters)')
    .option('--yes', 'do not ask')
    .option('--allow-data-loss', 'also steps that destroy data, where nothing has to be done before them')
    .option('--tickets', 'raise tickets in OpsCenter; without a table they are printed')
    .addOption(
      new Option('--wait <duration>', 'how long to wait for resources in transition')
        .argParser(parseDurationOption)
        .default(15 * 60_000, '15m'),
    )
    .action(async (options: ApplyOptions) =>
      done((await import('./commands/apply')).applyCommand(options, io)),
    );
  withLedger(withLive(command('undo', 'perform the recorded inverse steps of a finding')))
    .argument('<finding>', 'the finding id that apply, a ticket or Security Hub shows')
    .option('--yes', 'do not ask')
    .addOption(
      new Option('--wait <duration>', 'how long to wait for a resource in transition')
        .argParser(parseDurationOption)
        .default(15 * 60_000, '15m'),
    )
    .action(async (finding: string, options: UndoOptions) =>
      done((await import('./commands/undo')).undoCommand(finding, options, io)),
    );
  withFormat(
    withLedger(
      withLive(command('uninstall', 'say what is left of Palisade in the account, and take it back')),
    ),
  )
    .addOption(new Option('--plan', 'only say it (the default)').conflicts('apply'))
    .option('--apply', 'take it back')
    .option('--yes', 'do not ask')
    .addOption(new Option('--only <kind...>', 'only what is of these kinds').choices(leftoverKinds))
    .option('--delete-settings', 'also the parameter with the settings')
    .option('--delete-ledger', 'also the table, once nothing needs its undo information')
    .addOption(
      new Option('--wait <duration>', 'how long to wait for a resource in transition')
        .argParser(parseDurationOption)
        .default(15 * 60_000, '15m'),
    )
    .action(async (options: UninstallOptions) =>
      done((await import('./commands/uninstall')).uninstallCommand(options, io)),
    );
  withStack(withLive(command('stop', 'stop every change immediately; reading and reporting go on')))
    .option('--because <text>', 'why, for whoever comes after you')
    .action(async (options: StopOptions) => done((await import('./commands/stop')).stopCommand(options, io)));
  withStack(withLive(command('resume', 'let a Palisade that was stopped act again')))
    .option('--yes', 'do not ask')
    .addOption(
      new Option('--table <name>', "the deployed Palisade's DynamoDB table, to count what waits").env(
        'PALISADE_TABLE',
      ),
    )
    .action(async (options: ResumeOptions) =>
      done((await import('./commands/resume')).resumeCommand(options, io)),
    );
  withLedger(withLive(command('approve', 'approve the plan of a finding: the deployed Palisade performs it')))
    .argument('<finding>', 'the finding id that a ticket or Security Hub shows')
    .option('--yes', 'do not ask')
    .addOption(
      new Option(
        '--queue-url <url>',
        "the deployed Palisade's queue, to have it performed immediately (default: as its stack says)",
      ).env('PALISADE_QUEUE_URL'),
    )
    .action(async (finding: string, options: ApproveOptions) =>
      done((await import('./commands/approve')).approveCommand(finding, options, io)),
    );
  withFormat(withLedger(withLive(command('audit', 'tell what was seen, decided and done about a finding'))))
    .argument('<finding>', 'the finding id that apply, a ticket or Security Hub shows')
    .action(async (finding: string, options: AuditOptions) =>
      done((await import('./commands/audit')).auditCommand(finding, options, io)),
    );
  withFormat(
    withLedger(withLive(command('simulate', 'say what Palisade would do about an event, and do nothing'))),
  )
    .argument('<event>', 'a JSON file with any event that a function is invoked with')
    .action(async (event: string, options: SimulateOptions) =>
      done((await import('./commands/simulate')).simulateCommand(event, options, io)),
    );
  withStack(withLive(command('redrive', 'list the messages that could not be processed, and put them back')))
    .option('--yes', 'put back what can be understood')
    .option('--message <id...>', 'only these messages')
    .option('--functions <name>', "what its functions' names begin with (default: as the stack says)")
    .addOption(new Option('--queue-url <url>', "the deployed Palisade's queue").env('PALISADE_QUEUE_URL'))
    .addOption(
      new Option('--dead-letters-url <url>', 'its dead-letter queue').env('PALISADE_DEAD_LETTERS_URL'),
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'))
    .action(async (options: RedriveOptions) =>
      done((await import('./commands/redrive')).redriveCommand(options, io)),
    );

  return program;
}

const exitCodes = `
Exit codes: 0 nothing fails at or above --fail-on, 1 something does, 2 bad usage or input,
            3 nothing does, but something could not be judged

AWS credentials, Region and AWS_ENDPOINT_URL come from the environment of the AWS SDK.
In a checkout of the repository the command is run as: npx palisade`;
