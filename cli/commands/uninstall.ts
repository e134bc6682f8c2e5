import { existsSync } from 'node:fs';
import { tablesLeft } from '../../adapters/leftovers/table';
import { messageOf } from '../../adapters/errors';
import { BadInputError } from '../../core/model/bad-input';
import { command, shellWord } from '../../core/text/command';
import { ownResources } from '../../core/enforcement/own-resources';
import type { Place } from '../../core/model/resource';
import type { AuthorizationDetails } from '../../core/slices/principals';
import { type Memory, memoryOf } from '../account/memory';
import { settingsInForce } from '../account/settings';
import { type LiveSource, openLive } from '../account/source';
import { confirm, needPerson } from '../operator/confirm';
import { operatorNarrator } from '../operator/narrate';
import { checkLedger, operatorPorts } from '../operator/operator-ports';
import { type Io, write } from '../io';
import type { LedgerOptions, SourceOptions } from '../options';
import { commandLine, pasteable } from '../output/commands';
import { paintFor } from '../output/paint';
import { type LeftoverKind, leftoverKinds, type UninstallContext } from '../uninstall/leftover';
import { type Item, uninstallAll } from '../uninstall/run';
import { itemText, planText, uninstallSummary, uninstallDocument } from '../uninstall/text';

export interface UninstallOptions extends SourceOptions, LedgerOptions {
  readonly apply?: boolean;
  readonly yes?: boolean;
  readonly only?: readonly LeftoverKind[];
  readonly deleteLedger?: boolean;
  readonly deleteSettings?: boolean;
  readonly wait: number;
  readonly format: 'table' | 'json';
}

/**
 * `palisade uninstall`: lists what is left of Palisade in the account, and with `--apply` takes it back. Exits with 1
 * when something could not be taken back or Palisade still runs here, and with 3 when it could not be read what is
 * left.
 */
export async function uninstallCommand(options: UninstallOptions, io: Io): Promise<number> {
  const isApply = options.apply === true;
  if (isApply) needPerson('uninstall --apply', options.yes, io);
  if (isApply && options.format === 'json' && options.yes !== true)
    throw new BadInputError('uninstall', '--format json', 'asks nobody: add --yes when you are sure');
  const source = await openLive(options, io);
  const memory = await memoryOf(options, source, io);
  if (memory.table === undefined) await checkFile(options, memory, source.clients);
  const principals = reader(source);
  const isDeployed = ownResources(await principals(), source.place) !== undefined;
  const base = await contextOf(options, memory, source, principals, io);
  const paint = paintFor(io.stdout, io.env);
  // Once the stack is gone, its name can no longer be used to find the table.
  const { stack: _, ...given } = options;
  const { table, deployment } = memory;
  const only = options.only === undefined ? [] : ['--only', ...options.only];
  const next = {
    remove: removal(deployment?.stack, source.place),
    apply: commandLine(
      io,
      'uninstall',
      [
        '--apply',
        ...(options.deleteSettings === true ? ['--delete-settings'] : []),
        ...(options.deleteLedger === true ? ['--delete-ledger'] : []),
        ...only,
      ],
      table === undefined ? given : { ...given, table },
    ),
  };
  const plan = (items: readonly Item[]): string =>
    pasteable(planText(items, source.place, isDeployed, paint, next), io, given);
  const isAsked = isApply && options.yes === true && !isDeployed;
  const planned = isAsked ? [] : await uninstallAll({ ...base, mode: 'plan' }, ignore);
  if (!isApply || isDeployed) {
    const document = uninstallDocument('plan', source.place, isDeployed, planned);
    await write(
      io.stdout,
      options.format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : plan(planned),
    );
    return isApply ? 1 : codeOf(planned);
  }
  if (options.yes !== true) {
    await write(io.stdout, plan(planned));
    if (!(await confirm('Take all of this back?', io))) return 0;
  }
  io.stopInOrder();
  const isJson = options.format === 'json';
  const items = await uninstallAll({ ...base, mode: 'apply' }, (item) => {
    if (!isJson) io.stdout.write(`${pasteable(itemText(item, paint, false), io, options)}\n`);
  });
  await write(
    io.stdout,
    isJson
      ? `${JSON.stringify(uninstallDocument('apply', source.place, false, items), null, 2)}\n`
      : uninstallSummary(items),
  );
  return codeOf(items);
}

function codeOf(items: readonly Item[]): number {
  if (items.some(({ state }) => state === 'failed')) return 1;
  return items.some(({ state }) => state === 'unknown') ? 3 : 0;
}

/** The command that deletes the stack. One deployed by the Serverless Framework has its stage in its name. */
function removal(stack = 'palisade-prod', { region }: Place): string {
  const stage = /^palisade-(.+)$/.exec(stack)?.[1];
  if (stage === undefined)
    return `aws cloudformation delete-stack --stack-name ${shellWord(stack)} --region ${region}`;
  return `npx serverless remove --region ${region}${stage === 'prod' ? '' : ` --stage ${stage}`}`;
}

/**
 * Makes sure that the ledger's file is the one to go by: it was named, or it is the default file and no removed stack
 * has left a table, which would know more.
 * @throws BadInputError that says how to name the ledger, and lists the tables that are left here
 */
async function checkFile(
  { ledger }: LedgerOptions,
  memory: Memory,
  clients: LiveSource['clients'],
): Promise<void> {
  const isThere = existsSync(memory.ledger);
  if (ledger !== undefined && isThere) return;
  const left = await tablesLeft(clients).catch((error: unknown) => {
    if (!isThere) return [];
    throw new BadInputError(
      'uninstall',
      '',
      `whether removed stacks have left a table could not be read (${messageOf(error)}): give it with --table NAME, or the file with --ledger PATH`,
    );
  });
  if (isThere && left.length === 0) return;
  const commands = left.map((name) => `\n${command('uninstall', '--plan', '--table', name)}`).join('');
  throw new BadInputError(
    'uninstall',
    '',
    `no Palisade is deployed here, and the ledger knows what was changed: give its table with --table NAME, or its file with --ledger PATH${
      commands === '' ? '' : `. Stacks that were removed have left:${commands}`
    }`,
  );
}

/**
 * Returns a function that reads the identities again at each call.
 * @throws BadInputError when they cannot be read, because then it is not known whether Palisade runs here
 */
function reader({ gather }: LiveSource): () => Promise<AuthorizationDetails> {
  return async () => {
    const reading = (await gather({ principals: 'all' })).read('principals');
    if (reading.status === 'read') return reading.value;
    throw new BadInputError('uninstall', 'IAM', reading.because);
  };
}

async function contextOf(
  options: UninstallOptions,
  memory: Memory,
  source: LiveSource,
  principals: UninstallContext['principals'],
  io: Io,
): Promise<Omit<UninstallContext, 'mode'>> {
  const { settings } = await settingsInForce(options, io);
  const ports = operatorPorts({
    source,
    settings,
    memory,
    io,
    tell: options.format === 'json' ? ignore : operatorNarrator(io),
  });
  await checkLedger(ports, memory);
  return {
    clients: source.clients,
    place: source.place,
    // The switch was deleted with the stack, and whoever uninstalls has said what may be done.
    ports: { ...ports, stopped: () => Promise.resolve(undefined) },
    io,
    principals,
    table: memory.table,
    only: options.only ?? leftoverKinds,
    deletesLedger: options.deleteLedger === true,
    deletesSettings: options.deleteSettings === true,
    waitMs: options.wait,
  };
}

function ignore(): void {
  // JSON output has no progress lines.
}
