import { loadSettingsFile, settingsFromText } from '../../../adapters/settings';
import { resolvePerimeter } from '../../../core/perimeter';
import type { Settings } from '../../../core/settings';
import { ruleIds } from '../../../rules/registry';
import { messageOf } from '../../../adapters/thrown';
import type { Check, Diagnosis, Patient } from '../check';

/** The parameter that the functions read. */
const parameter = '/palisade/settings';

/** Whether the settings can be used, and what they make of this account. */
export const settings: Check = async (patient) => {
  const file = await read('settings', () => loadSettingsFile(patient.settings, ruleIds));
  const stored = await storedSettings(patient);
  const usable = file.settings ?? stored?.settings;
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

/** The settings that the deployed functions use; `undefined` where the parameter does not exist. */
async function storedSettings({ clients }: Patient): Promise<Read | undefined> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  let text: string;
  try {
    const { Parameter } = await (await clients.ssm()).send(new GetParameterCommand({ Name: parameter }));
    text = Parameter?.Value ?? '';
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    const says = `${parameter} could not be read: ${messageOf(error)}`;
    const remedy = 'Allow ssm:GetParameter on it.';
    return { diagnosis: { id: 'settings-parameter', condition: 'unknown', says, remedy } };
  }
  const source = `SSM parameter ${parameter}`;
  return read('settings-parameter', () =>
    Promise.resolve().then(() => settingsFromText(text, ruleIds, source)),
  );
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
