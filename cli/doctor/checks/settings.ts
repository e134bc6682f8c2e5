import { lastSettings } from '../../../adapters/ledger/last-settings';
import { findSettings, settingsFromTexts } from '../../../adapters/settings';
import { readStoredSettings, type StoredTexts } from '../../../adapters/settings/stored';
import { FailureError } from '../../../core/model/failure';
import { resolvePerimeter } from '../../../core/enforcement/perimeter';
import type { Settings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { messageOf } from '../../../adapters/errors';
import type { Check, Diagnosis, Patient } from '../check';

/** The parameter that the functions read. */
const parameter = '/palisade/settings';

/** Whether the settings can be used, and which perimeter they give this account. */
export const settingsCheck: Check = async (patient) => {
  const file = await read('settings', async () => {
    return (await findSettings({ path: patient.settings }, rules)).settings;
  });
  const stored = await storedSettings(patient);
  // The functions do not read the file in the working directory.
  const usable =
    patient.settings === undefined
      ? (stored?.settings ?? file.settings)
      : (file.settings ?? stored?.settings);
  return [
    ...(patient.settings === undefined && stored !== undefined ? [] : [file.diagnosis]),
    ...(stored === undefined ? [] : [stored.diagnosis]),
    ...(usable === undefined ? [] : [perimeterOf(patient, usable)]),
  ];
};

interface Read {
  readonly settings?: Settings;
  readonly diagnosis: Diagnosis;
}

async function read(id: string, work: () => Promise<Settings>): Promise<Read> {
  try {
    return { settings: await work(), diagnosis: { id, condition: 'good', says: 'the settings can be used' } };
  } catch (error) {
    return {
      diagnosis: {
        id,
        condition: 'bad',
        says: error instanceof Error ? error.message : String(error),
        remedy: 'Correct that line; docs/settings.md lists every key.',
      },
    };
  }
}

/** The settings that the deployed functions use; `undefined` where there are none. */
async function storedSettings(patient: Patient): Promise<Read | undefined> {
  const id = 'settings-parameter';
  let texts: StoredTexts;
  try {
    texts = await readStoredSettings(patient.clients, { own: parameter, central: patient.centralSettings });
  } catch (error) {
    const remedy =
      error instanceof FailureError
        ? `Allow ssm:GetParameter on ${[patient.centralSettings, parameter].filter(Boolean).join(' and ')}; a central parameter must also be shared with this account (docs/organization.md).`
        : 'Deploy infra/templates/central-settings.yml in that account and Region, or deploy without CentralSettingsAccount.';
    const condition = error instanceof FailureError ? 'unknown' : 'bad';
    return { diagnosis: { id, condition, says: `${messageOf(error)}${await inForce(patient)}`, remedy } };
  }
  if (texts.central === undefined && texts.own === undefined) return undefined;
  const { settings: stored, diagnosis } = await read(id, () =>
    Promise.resolve().then(() => settingsFromTexts(texts, rules).settings),
  );
  return stored === undefined
    ? { diagnosis: { ...diagnosis, says: `${diagnosis.says}${await inForce(patient)}` } }
    : { settings: stored, diagnosis };
}

/** Which settings the functions use meanwhile. */
async function inForce({ clients, table }: Patient): Promise<string> {
  if (table === undefined) return '; --table NAME says which settings are in force meanwhile';
  try {
    const last = await lastSettings(clients, table).load();
    return last === undefined
      ? '; no good version was ever seen, so nothing is judged'
      : `; those read at ${last.readAt} stay in force`;
  } catch (error) {
    return `; which are in force could not be read: ${messageOf(error)}`;
  }
}

function perimeterOf({ snapshot }: Patient, usable: Settings): Diagnosis {
  const resolved = resolvePerimeter(snapshot, usable);
  if (resolved.status === 'unknown')
    return {
      id: 'perimeter',
      condition: 'unknown',
      says: `the perimeter is not known: ${resolved.because}`,
      remedy: 'Allow the read, or list the VPCs under perimeter.vpcs.',
    };
  const { vpcs, vpcEndpoints, cidrs } = resolved.perimeter;
  if (vpcs.length + vpcEndpoints.length + cidrs.length === 0)
    return {
      id: 'perimeter',
      condition: 'bad',
      says: 'the perimeter is empty: no VPC holds a sagemaker.api endpoint and settings list none, so everything is outside',
      remedy: 'Create the endpoint, or list the approved VPCs under perimeter.vpcs.',
    };
  return {
    id: 'perimeter',
    condition: 'good',
    says: `inside is ${vpcs.join(', ') || 'no VPC'}, ${vpcEndpoints.length} endpoints${cidrs.length === 0 ? '' : `, ${cidrs.join(', ')}`}`,
  };
}
