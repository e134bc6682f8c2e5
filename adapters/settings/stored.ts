import type { SSMClient } from '@aws-sdk/client-ssm';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import { classify } from '../aws/classify';
import type { SettingsText } from './from-text';

/** Where a deployment keeps its settings. */
export interface StoredAt {
  /** Name of the account's own SSM parameter; it need not exist. */
  readonly own?: string | undefined;
  /** ARN of the central SSM parameter, often another account's; where it is given it has to exist. */
  readonly central?: string | undefined;
}

/** The texts that are in force together. */
export interface StoredTexts {
  readonly central?: SettingsText;
  readonly own?: SettingsText;
}

interface Clients {
  readonly ssm: () => Promise<SSMClient>;
}

/**
 * Reads both parameters, at the same time.
 * @throws FailureError where one cannot be read
 * @throws BadInputError where the central one does not exist: it was asked for, so without it nobody knows what holds
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

/** How errors name a parameter. */
export function sourceOf(parameter: string): string {
  return `SSM parameter ${parameter}`;
}

/** The value; `undefined` where there is no such parameter. */
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
