import { splitArn } from '@palisade/iam';
import { classify } from '../../adapters/aws/classify';
import { memberOf, messageOf } from '../../adapters/errors';
import { isRegionName } from '../../core/model/partitions';
import { unknownOf } from '../../core/model/resource';
import { RefusedError } from './problem';
import type { PreflightClients } from './clients';

/** The account and principal that deploys. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/**
 * The identity of the credentials, which needs no permission.
 * @throws RefusedError without valid credentials, or if there is no such Region
 */
export async function whoDeploys(clients: Pick<PreflightClients, 'sts'>, region: string): Promise<Identity> {
  if (!isRegionName(region)) throw noSuchRegion(region);
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  try {
    const { Account = '', Arn = '' } = await (await clients.sts()).send(new GetCallerIdentityCommand({}));
    refuseUnknown(region, Arn);
    return { account: Account, arn: Arn };
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    throw refused(error, region);
  }
}

/** Refuses a deployment whose verdicts would all be unknown. */
function refuseUnknown(region: string, arn: string): void {
  const partition = splitArn(arn)?.partition;
  const unknown = unknownOf({ region, ...(partition === undefined ? {} : { partition }) });
  if (unknown !== undefined)
    throw new RefusedError({
      says: `Palisade does not know where this would be deployed: ${unknown}.`,
      remedy: 'Take a newer release of Palisade, or another Region.',
    });
}

function refused(error: unknown, region: string): RefusedError {
  const { kind, code, message } = classify('sts:GetCallerIdentity', error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return noSuchRegion(region, message);
  if (/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/.test(code))
    return new RefusedError({
      says: `The AWS credentials have expired: ${message}`,
      remedy: 'Get new ones (aws sso login, or whatever gave you these), then deploy again.',
    });
  if (
    /^(InvalidClientTokenId|UnrecognizedClient(Exception)?|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId)$/.test(
      code,
    )
  )
    return new RefusedError({
      says: `AWS does not take these credentials in ${region}: ${message}`,
      remedy: `Check the profile or the variables that they come from. If they work in other Regions, ${region} is not enabled in this account.`,
    });
  // If the framework finds no credentials, the error has no response from AWS.
  if (memberOf(memberOf(error, '$metadata'), 'httpStatusCode') === undefined && kind !== 'transient')
    return new RefusedError({
      says: `There are no AWS credentials: ${messageOf(error).replace(/\.? Learn how[^]*$/, '')}`,
      remedy: 'Give --aws-profile NAME, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY.',
    });
  return new RefusedError({
    says: `AWS does not answer in ${region} (${code}): ${message}`,
    remedy: 'Check the network, the proxy and AWS_ENDPOINT_URL, then try again.',
  });
}

function noSuchRegion(region: string, message?: string): RefusedError {
  return new RefusedError({
    says: `There is no Region ${region}, or AWS cannot be reached${message === undefined ? '' : `: ${message}`}.`,
    remedy: 'Regions are named like eu-central-1: aws account list-regions --query "Regions[].RegionName"',
  });
}
