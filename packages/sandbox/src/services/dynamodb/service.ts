import type {
  DescribeContinuousBackupsCommandInput,
  DescribeTimeToLiveCommandInput,
  TimeToLiveSpecification,
  UpdateContinuousBackupsCommandInput,
  UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Call } from '../../account/account';
import { dynamodb as refusals } from '../../refusals/dynamodb';
import type { Service } from '../service';

interface DynamoState {
  readonly timeToLive: Map<string, TimeToLiveSpecification>;
  readonly pointInTimeRecovery: Set<string>;
}

const SLOT = {
  name: 'dynamodb',
  scope: 'regional' as const,
  create: (): DynamoState => ({ timeToLive: new Map(), pointInTimeRecovery: new Set() }),
};

/** The DynamoDB operations that dynalite lacks. TTL does not expire items. */
export const DYNAMODB: Service = {
  name: 'dynamodb',
  eventSource: 'dynamodb',
  protocol: 'json-1.0',
  sdk: () => import('@aws-sdk/client-dynamodb'),
  throttled: { code: 'ThrottlingException', status: 400, says: refusals.throughputExceeded.says },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: SLOT,
  operations: {
    UpdateTimeToLive: (input: UpdateTimeToLiveCommandInput, call: Call) => {
      if (input.TableName !== undefined && input.TimeToLiveSpecification !== undefined) {
        call.state(SLOT).timeToLive.set(input.TableName, input.TimeToLiveSpecification);
      }
      return { TimeToLiveSpecification: input.TimeToLiveSpecification };
    },
    DescribeTimeToLive: (input: DescribeTimeToLiveCommandInput, call: Call) => {
      const ttl = call.state(SLOT).timeToLive.get(input.TableName ?? '');
      const enabled = ttl?.Enabled === true;
      return {
        TimeToLiveDescription: {
          TimeToLiveStatus: enabled ? 'ENABLED' : 'DISABLED',
          ...(enabled ? { AttributeName: ttl.AttributeName } : {}),
        },
      };
    },
    UpdateContinuousBackups: (input: UpdateContinuousBackupsCommandInput, call: Call) => {
      const enabled = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true;
      const { pointInTimeRecovery } = call.state(SLOT);
      if (enabled) pointInTimeRecovery.add(input.TableName ?? '');
      else pointInTimeRecovery.delete(input.TableName ?? '');
      return backups(enabled);
    },
    DescribeContinuousBackups: (input: DescribeContinuousBackupsCommandInput, call: Call) =>
      backups(call.state(SLOT).pointInTimeRecovery.has(input.TableName ?? '')),
  },
};

function backups(enabled: boolean) {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: enabled ? 'ENABLED' : 'DISABLED' },
    },
  };
}
