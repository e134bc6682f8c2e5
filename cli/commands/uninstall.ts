import { existsSync } from 'node:fs';
import { BadInputError } from '../../core/bad-input';
import { ownResources } from '../../core/own-resources';
import type { AuthorizationDetails } from '../../core/slices/principals';
import { settingsInForce } from '../account/settings';
import { type LiveSource, openLive } from '../account/source';
import { confirm, needPerson } from '../apply/confirm';
import { narrator } from '../apply/narrate';
import { checkLedger, operatorPorts } from '../apply/operator-ports';
import { type Io, write } from '../io';
import type { LedgerOptions, SourceOptions } from '../options';
import { paintFor } from '../output/paint';
import { type Kind, kinds, type Site } from '../uninstall/leftover';
import { type Item, uninstallAll } from '../uninstall/run';
import { itemText, planText, summaryText, uninstallDocument } from '../uninstall/text';

export interface UninstallOptions extends SourceOptions, LedgerOptions {
  readonly apply?: boolean;
  readonly yes?: boolean;
  readonly only?: readonly Kind[];
  readonly deleteLedger?: boolean;
  readonly deleteSettings?: boolean;
  readonly wait: number;
  readonly format: 'table' | 'json';
}

/**
 * `palisade uninstall`: what is left of Palisade in the account, and with `--apply` takes it back. 1 when something could
 * not be taken back, or Palisade still runs here; 3 when it could not be read what is left.
 */
export async function uninstall(options: UninstallOptions, io: Io): Promise<number> {
  const isApply = options.apply === true;
  if (isApply) needPerson('uninstall --apply', options.yes, io);
  if (isApply && options.format === 'json' && options.yes !== true)
    throw new BadInputError('uninstall', '--format json', 'asks nobody: add --yes when you are sure');
  if (options.table === undefined && !existsSync(options.ledger))
    throw new BadInputError(
      'uninstall',
      '',
      'the ledger knows what was changed: give its table with --table NAME, or its file with --ledger PATH',
    );
  const source = await openLive(options, io);
  const principals = reader(source);
  const isDeployed = ownResources(await principals(), source.place) !== undefined;
  const base = await siteOf(options, source, principals, io);
  const paint = paintFor(io.stdout, io.env);
  const isAsked = isApply && options.yes === true && !isDeployed;
  const planned = isAsked ? [] : await uninstallAll({ ...base, mode: 'plan' }, ignore);
  if (!isApply || isDeployed) {
    const document = uninstallDocument('plan', source.place, isDeployed, planned);
    await write(
      io.stdout,
      options.format === 'json'
        ? `${JSON.stringify(document, null, 2)}\n`
        : planText(planned, source.place, isDeployed, paint),
    );
    return isApply ? 1 : codeOf(planned);
  }
  if (options.yes !== true) {
    await write(io.stdout, planText(planned, source.place, false, paint));
    if (!(await confirm('Take all of this back?', io))) return 0;
  }
  io.stopInOrder();
  const isJson = options.format === 'json';
  const items = await uninstallAll({ ...base, mode: 'apply' }, (item) => {
    if (!isJson) io.stdout.write(`${itemText(item, paint, false)}\n`);
  });
  await write(
    io.stdout,
    isJson
      ? `${JSON.stringify(uninstallDocument('apply', source.place, false, items), null, 2)}\n`
      : summaryText(items),
  );
  return codeOf(items);
}

function codeOf(items: readonly Item[]): number {
  if (items.some(({ state }) => state === 'failed')) return 1;
  return items.some(({ state }) => state === 'unknown') ? 3 : 0;
}

/** Reads the identities anew at each call. @throws BadInputError: without them nobody knows whether Palisade runs here */
function reader({ gather }: LiveSource): () => Promise<AuthorizationDetails> {
  return async () => {
    const reading = (await gather({ principals: 'all' })).read('principals');
    if (reading.status === 'read') return reading.value;
    throw new BadInputError('uninstall', 'IAM', reading.because);
  };
}

async function siteOf(
  options: UninstallOptions,
  source: LiveSource,
  principals: Site['principals'],
  io: Io,
): Promise<Omit<Site, 'mode'>> {
  const { settings } = await settingsInForce(options, io);
  const ports = operatorPorts({
    source,
    settings,
    options,
    io,
    tell: options.format === 'json' ? ignore : narrator(io),
  });
  await checkLedger(ports, options);
  return {
    clients: source.clients,
    place: source.place,
    // The switch went with the stack; whoever uninstalls has said what may be done.
    ports: { ...ports, stopped: () => Promise.resolve(undefined) },
    io,
    principals,
    table: options.table,
    only: options.only ?? kinds,
    deletesLedger: options.deleteLedger === true,
    deletesSettings: options.deleteSettings === true,
    waitMs: options.wait,
  };
}

function ignore(): void {
  // Nobody watches.
}
