import { internalCall } from '../../account/internal-call';
import { AwsError } from '../../protocol/aws-error';
import { createLogGroup, deleteLogGroup } from '../../services/logs/service';
import { LOGS_SLOT } from '../../services/logs/state';
import {
  regionalArn,
  type StackHost,
  type CreatedResource,
  optionalText,
  type Provider,
  type ProviderRequest,
} from '../provider';

const callOf = ({ sandbox, region }: StackHost) =>
  internalCall(sandbox.account, region, 'cloudformation.amazonaws.com');

/** AWS::Logs::LogGroup. */
export const logGroup: Provider = {
  replacedBy: ['LogGroupName'],
  create(request) {
    const name = optionalText(request, 'LogGroupName') ?? request.name;
    try {
      createLogGroup({ logGroupName: name }, callOf(request.host));
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')
        throw new AwsError(error.code, `${name} already exists`);
      throw error;
    }
    return Promise.resolve(retain(request, name));
  },
  update: (request, made) => Promise.resolve(retain(request, made.id)),
  remove(host, { id }) {
    deleteLogGroup({ logGroupName: id }, callOf(host));
    return Promise.resolve();
  },
};

function retain(request: ProviderRequest, name: string): CreatedResource {
  const days = optionalText(request, 'RetentionInDays');
  const group = callOf(request.host).state(LOGS_SLOT).groups.get(name);
  if (group !== undefined) group.retentionInDays = days === undefined ? undefined : Number(days);
  return { id: name, attributes: { Arn: regionalArn(request.host, 'logs', `log-group:${name}:*`) } };
}
