import type { SSMClient } from '@aws-sdk/client-ssm';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import { classify } from '../aws/classify';
import type { SettingsText } from './from-text';

/** The parameters that contain a deployment's settings. */
export interface StoredAt {
  /** The name of the account's own SSM parameter; it need not exist. */
  readonly own?: string | undefined;
  /** The ARN of the central SSM parameter, often in another account. If given, it must exist. */
  readonly central?: string | undefined;
}

/** The texts that apply together. */
export interface StoredTexts {
  readonly central?: SettingsText;
  readonly own?: SettingsText;
}

interface Clients {
  readonly ssm: () => Promise<SSMClient>;
}

/**
 * Reads both parameters in parallel.
 * @throws FailureError if one cannot be read
 * @throws BadInputError if the central one does not exist: it was configured, so the settings are unknown without it
 */
export async function readStoredSettings(clients: Clients, { own, central }: StoredAt): Promise<StoredTexts> {
  const [centralText, ownText] = await Promise.all([
    central === undefined ? undefined : text(clients, central),
    own === undefined ? undefined : text(clients, own),
  ]);
  if (central !== undefined && centralText === undefined)
    throw new BadInputError(sourceOf(central), '', 'does not exist; create it, or deploy without it');
  return {
    ...(central === undefined || centralText === undefined
      ? {}
      : { central: { text: centralText, source: sourceOf(central) } }),
    ...(own === undefined || ownText === undefined ? {} : { own: { text: ownText, source: sourceOf(own) } }),
  };
}

/** The name of a parameter in error messages. */
export function sourceOf(parameter: string): string {
  return `SSM parameter ${parameter}`;
}

/** The value; `undefined` if there is no such parameter. */
async function text({ ssm }: Clients, Name: string): Promise<string | undefined> {
  const { GetParameterCommand, ParameterNotFound } = await import('@aws-sdk/client-ssm');
  try {
    const { Parameter } = await (await ssm()).send(new GetParameterCommand({ Name }));
    return Parameter?.Value ?? '';
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw new FailureError(classify('ssm:GetParameter', error));
  }
}
