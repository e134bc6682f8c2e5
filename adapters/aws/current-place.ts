import { splitArn } from '@palisade/iam';
import { BadInputError } from '../../core/model/bad-input';
import { FailureError } from '../../core/model/failure';
import type { Place } from '../../core/model/resource';
import { messageOf } from '../errors';
import { classify } from './classify';
import type { AwsClients } from './clients';

const call = 'sts:GetCallerIdentity';

/**
 * The account and partition of the credentials and the Region of the clients.
 * @throws BadInputError when no Region is configured, or the credentials are missing or not accepted
 * @throws FailureError when AWS does not answer
 */
export async function currentPlace(clients: Pick<AwsClients, 'sts'>): Promise<Place> {
  const region = await configuredRegion(clients);
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const sts = await clients.sts();
  try {
    const { Account: account, Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    if (account === undefined) throw new BadInputError('AWS', call, 'the reply names no account');
    const partition = splitArn(Arn)?.partition;
    return { account, region, ...(partition === undefined || partition === '' ? {} : { partition }) };
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const failure = classify(call, error);
    if (failure.kind !== 'denied') throw new FailureError(failure);
    throw new BadInputError(
      'AWS credentials',
      '',
      `they are missing or not accepted (${failure.code}): ${failure.message}`,
    );
  }
}

async function configuredRegion(clients: Pick<AwsClients, 'sts'>): Promise<string> {
  const sts = await clients.sts();
  try {
    return await sts.config.region();
  } catch (error) {
    throw new BadInputError(
      'AWS Region',
      '',
      `none is configured (${messageOf(error)}); give --region or set AWS_REGION`,
    );
  }
}
