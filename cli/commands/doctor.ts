import { lambdaClient } from '../account/lambda';
import { openLive } from '../account/source';
import type { Check } from '../doctor/check';
import { concurrency } from '../doctor/checks/concurrency';
import { deployed } from '../doctor/checks/deployed';
import { deployer } from '../doctor/checks/deployer';
import { hub } from '../doctor/checks/hub';
import { missing } from '../doctor/checks/missing';
import { permissions } from '../doctor/checks/permissions';
import { recorder } from '../doctor/checks/recorder';
import { quotas } from '../doctor/checks/quotas';
import { region } from '../doctor/checks/region';
import { settings } from '../doctor/checks/settings';
import { stack } from '../doctor/checks/stack';
import { trail } from '../doctor/checks/trail';
import { doctorText } from '../doctor/text';
import { type Io, write } from '../io';
import type { SourceOptions } from '../options';
import { paintFor } from '../output/paint';
import { mergeRequests } from '../../core/snapshot';
import { rules } from '../../rules/registry';

export interface DoctorOptions extends Omit<SourceOptions, 'from'> {
  readonly format: 'table' | 'json';
  readonly stack?: string;
  readonly table?: string;
  readonly centralSettings?: string;
}

const checks: readonly Check[] = [
  stack,
  deployer,
  region,
  trail,
  recorder,
  hub,
  permissions,
  settings,
  quotas,
  concurrency,
  deployed,
];

/**
 * `palisade doctor`: whether the account is ready for Palisade, or Palisade well in it, and what to do where not.
 * 0 ready, 1 something must be dealt with, 3 nothing must but something could not be found out.
 */
export async function doctor(options: DoctorOptions, io: Io): Promise<number> {
  const live = await openLive(options, io);
  const snapshot = await live.gather(mergeRequests(rules.map((rule) => rule.reads('account'))));
  const patient = {
    clients: live.clients,
    lambda: () => lambdaClient(live.place, options),
    place: live.place,
    snapshot,
    calls: live.calls,
    settings: options.settings,
    stack: options.stack,
    table: options.table,
    centralSettings: options.centralSettings,
  };
  const checked = (await Promise.all(checks.map((check) => check(patient)))).flat();
  const diagnoses = [...checked, ...(await missing(patient, checked))];
  const text =
    options.format === 'json'
      ? `${JSON.stringify({ schema: 'palisade/doctor/1', ...live.place, diagnoses }, null, 2)}\n`
      : doctorText(diagnoses, paintFor(io.stdout, io.env));
  await write(io.stdout, text);
  if (diagnoses.some(({ condition }) => condition === 'bad')) return 1;
  return diagnoses.some(({ condition }) => condition === 'unknown') ? 3 : 0;
}
