import { type Deployment, findDeployment } from '../../adapters/aws/deployment';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import { settingsInForce } from '../account/settings';
import { type LiveSource, openLive } from '../account/source';
import type { Check, Diagnosis } from '../doctor/check';
import { concurrencyCheck } from '../doctor/checks/concurrency';
import { deployedCheck } from '../doctor/checks/deployed';
import { deployerCheck } from '../doctor/checks/deployer';
import { hubCheck } from '../doctor/checks/hub';
import { missingCheck } from '../doctor/checks/missing';
import { permissionsCheck } from '../doctor/checks/permissions';
import { recorderCheck } from '../doctor/checks/recorder';
import { quotasCheck } from '../doctor/checks/quotas';
import { regionCheck } from '../doctor/checks/region';
import { settingsCheck } from '../doctor/checks/settings';
import { stackCheck } from '../doctor/checks/stack';
import { trailCheck } from '../doctor/checks/trail';
import { doctorText } from '../doctor/text';
import { type Io, write } from '../io';
import type { SourceOptions, StackOptions } from '../options';
import { pasteable } from '../output/commands';
import { paintFor } from '../output/paint';
import { parseSettings, type Settings } from '../../core/settings';
import { mergeRequests } from '../../core/model/snapshot';
import { rules } from '../../rules/registry';

export interface DoctorOptions extends Omit<SourceOptions, 'from'>, StackOptions {
  readonly format: 'table' | 'json';
  readonly table?: string;
  readonly centralSettings?: string;
}

const checks: readonly Check[] = [
  stackCheck,
  deployerCheck,
  regionCheck,
  trailCheck,
  recorderCheck,
  hubCheck,
  permissionsCheck,
  settingsCheck,
  quotasCheck,
  concurrencyCheck,
  deployedCheck,
];

/**
 * `palisade doctor`: checks whether the account is ready for Palisade, or whether a deployed Palisade is healthy, and
 * says what to do about each problem. Exit code 0: ready; 1: something must be dealt with; 3: nothing must, but
 * something could not be found out.
 */
export async function doctorCommand(options: DoctorOptions, io: Io): Promise<number> {
  const inForce = await usableSettings(options, io);
  const live = await openLive(options, io);
  const [snapshot, { deployment, problem }] = await Promise.all([
    live.gather(mergeRequests(rules.map((rule) => rule.reads('account')))),
    deploymentThere(options, live),
  ]);
  const patient = {
    clients: live.clients,
    place: live.place,
    snapshot,
    calls: live.calls,
    ticketSystem: inForce.tickets.channel,
    settings: options.settings,
    deployment,
    stack: deployment?.stack ?? options.stack,
    table: options.table ?? deployment?.table,
    centralSettings: options.centralSettings,
  };
  const checked = (await Promise.all(checks.map((check) => check(patient)))).flat();
  const found = [...problem, ...checked, ...(await missingCheck(patient, checked))];
  const diagnoses = found.map(({ remedy, ...one }): Diagnosis => ({
    ...one,
    ...(remedy === undefined ? {} : { remedy: pasteable(remedy, io, options) }),
  }));
  const { account, region } = live.place;
  const text =
    options.format === 'json'
      ? `${JSON.stringify({ schema: 'palisade/doctor/1', account, region, diagnoses }, null, 2)}\n`
      : doctorText(diagnoses, paintFor(io.stdout, io.env));
  await write(io.stdout, text);
  if (diagnoses.some(({ condition }) => condition === 'bad')) return 1;
  return diagnoses.some(({ condition }) => condition === 'unknown') ? 3 : 0;
}

/** The settings in force; all defaults when they cannot be used, which one of the diagnoses reports. */
async function usableSettings(options: DoctorOptions, io: Io): Promise<Settings> {
  try {
    return (await settingsInForce(options, io)).settings;
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return parseSettings({}, rules);
  }
}

/** The deployment in this account and Region. When it cannot be found out, a diagnosis of its own says so. */
async function deploymentThere(
  { stack }: DoctorOptions,
  { clients, place }: LiveSource,
): Promise<{ readonly deployment: Deployment | undefined; readonly problem: readonly Diagnosis[] }> {
  try {
    return { deployment: await findDeployment(clients, place, stack), problem: [] };
  } catch (error) {
    if (error instanceof BadInputError)
      return {
        deployment: undefined,
        problem: [
          {
            id: 'deployment',
            condition: 'bad',
            says: error.message,
            remedy:
              stack === undefined
                ? 'Deal with the stack first; what was deployed can be checked after that.'
                : 'Name the stack of the Palisade that is there, or leave --stack out.',
          },
        ],
      };
    if (!(error instanceof FailureError)) throw error;
    const diagnosis: Diagnosis = {
      id: 'deployment',
      condition: 'unknown',
      says: `whether Palisade is deployed here could not be found out: ${error.message}`,
      remedy:
        'Allow cloudformation:DescribeStackResources and cloudformation:DescribeStacks; or name its table with --table.',
    };
    return { deployment: undefined, problem: [diagnosis] };
  }
}
