import { splitArn } from '../../account/arn';
import type {
  DeleteParameterRequest,
  DeleteParameterResult,
  DescribeParametersRequest,
  DescribeParametersResult,
  GetParameterRequest,
  GetParameterResult,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { requireRate } from '../../account/rate';
import { ssm } from '../../refusals/ssm';
import { SSM_SLOT } from './state';
import { awsPartitionOf } from '../../account/partition';

/** Only the newest version is kept. A SecureString is stored unencrypted, but never shown without decryption. */
export function putParameter(input: PutParameterRequest, call: Call): PutParameterResult {
  const { parameters, modifiedBy } = call.state(SSM_SLOT);
  const name = given(input.Name);
  const known = parameters.get(name);
  if (known !== undefined && input.Overwrite !== true) {
    throw new AwsError('ParameterAlreadyExists', 'The parameter already exists. Use Overwrite to change it.');
  }
  const value = given(input.Value);
  const limit = input.Tier === 'Advanced' ? 8192 : 4096;
  if (Buffer.byteLength(value) > limit) {
    throw new AwsError('ValidationException', `The value exceeds ${limit} bytes`);
  }
  const version = (known?.Version ?? 0) + 1;
  modifiedBy.set(name, call.identity.arn);
  parameters.set(name, {
    Name: name,
    Type: input.Type ?? known?.Type ?? 'String',
    Value: value,
    Version: version,
    LastModifiedDate: new Date(call.now),
    ARN: `arn:${awsPartitionOf(call.region)}:ssm:${call.region}:${call.account.accountId}:parameter/${name.replace(/^\//, '')}`,
    DataType: input.DataType ?? 'text',
  });
  return { Version: version, Tier: input.Tier ?? 'Standard' };
}

export function getParameter(input: GetParameterRequest, call: Call): GetParameterResult {
  requireRate(call, 'getParameter', ssm.parameterRate);
  const { name, version, parameter } = find(given(input.Name), call);
  if (parameter === undefined) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
  if (version !== undefined && Number(version) !== parameter.Version) {
    throw new AwsError('ParameterVersionNotFound', `Version ${version} of ${name} not found.`);
  }
  const hidden = parameter.Type === 'SecureString' && input.WithDecryption !== true;
  return { Parameter: defined({ ...parameter, Value: hidden ? 'AQICAHencrypted' : parameter.Value }) };
}

/** Returns parameters without their values, with their last author. The only filter is Name with Equals. */
export function describeParameters(
  { ParameterFilters = [] }: DescribeParametersRequest,
  call: Call,
): DescribeParametersResult {
  const unknown = ParameterFilters.find(
    ({ Key, Option = 'Equals' }) => Key !== 'Name' || Option !== 'Equals',
  );
  if (unknown !== undefined)
    throw new AwsError('InvalidFilterKey', `The embedded account has no filter ${String(unknown.Key)}.`);
  const { parameters, modifiedBy } = call.state(SSM_SLOT);
  return {
    Parameters: [...parameters.values()]
      .filter(({ Name = '' }) => ParameterFilters.every(({ Values = [] }) => Values.includes(Name)))
      .map(({ Value: _, ...parameter }) =>
        defined({ ...parameter, LastModifiedUser: modifiedBy.get(parameter.Name ?? '') }),
      ),
  };
}

/** Finds a parameter by name or ARN, either with an optional version. */
function find(asked: string, call: Call) {
  const { parameters, shared } = call.state(SSM_SLOT);
  const [, arn, arnVersion] = /^(arn:(?:[^:]*:){4}[^:]*)(?::(.*))?$/.exec(asked) ?? [];
  if (arn === undefined) {
    const [name = '', version] = asked.split(':');
    return { name, version, parameter: parameters.get(name) };
  }
  const own = [...parameters.values()].find(({ ARN }) => ARN === arn);
  const parameter = own ?? shared.get(arn);
  if (parameter === undefined && splitArn(arn).account !== call.account.accountId)
    throw new AwsError(
      'AccessDeniedException',
      `User: ${call.identity.arn} is not authorized to perform: ssm:GetParameter on resource: ${arn} because no resource-based policy allows the ssm:GetParameter action`,
    );
  return { name: arn, version: arnVersion, parameter };
}

export function deleteParameter(input: DeleteParameterRequest, call: Call): DeleteParameterResult {
  if (!call.state(SSM_SLOT).parameters.delete(given(input.Name))) {
    throw new AwsError('ParameterNotFound', `Parameter ${String(input.Name)} not found.`);
  }
  return {};
}
