import type {
  DescribeConfigurationRecordersResponse,
  DescribeConfigurationRecorderStatusResponse,
  GetResourceConfigHistoryRequest,
  GetResourceConfigHistoryResponse,
} from '@aws-sdk/client-config-service';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import type { Service } from '../service';
import { defined } from '../members';
import { page } from '../pages';
import { getComplianceDetails, putEvaluations } from './evaluations';
import { deleteRule, describeRules, putRule } from './rules';
import { CONFIG_SLOT, resourceKey } from './state';

/** Recorders and history come from the admin API: the sandbox records nothing by itself. */
export const CONFIG: Service = {
  name: 'config',
  eventSource: 'config',
  protocol: 'json-1.1',
  sdk: () => import('@aws-sdk/client-config-service'),
  throttled: { code: 'ThrottlingException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: CONFIG_SLOT,
  operations: {
    PutConfigRule: putRule,
    DeleteConfigRule: deleteRule,
    DescribeConfigRules: describeRules,
    PutEvaluations: putEvaluations,
    GetComplianceDetailsByConfigRule: getComplianceDetails,
    GetResourceConfigHistory: history,
    DescribeConfigurationRecorders: describeRecorders,
    DescribeConfigurationRecorderStatus: describeRecorderStatus,
  },
};

function history(input: GetResourceConfigHistoryRequest, call: Call): GetResourceConfigHistoryResponse {
  const items = call.state(CONFIG_SLOT).history.get(resourceKey(input.resourceType, input.resourceId));
  if (items === undefined) {
    const text = `Resource ${String(input.resourceId)} of resourceType:${String(input.resourceType)} is unknown or has not been discovered`;
    throw new AwsError('ResourceNotDiscoveredException', text);
  }
  const time = (date: Date | undefined, otherwise: number) => date?.getTime() ?? otherwise;
  const inRange = items.filter((item) => {
    const captured = time(item.configurationItemCaptureTime, 0);
    return captured >= time(input.earlierTime, -Infinity) && captured <= time(input.laterTime, Infinity);
  });
  const ordered = input.chronologicalOrder === 'Forward' ? inRange.toReversed() : inRange;
  const size = input.limit === undefined || input.limit === 0 ? 10 : input.limit;
  const bad = () => new AwsError('InvalidNextTokenException', 'The specified next token is invalid');
  const cut = page(ordered, size, input.nextToken, bad);
  return defined({ configurationItems: cut.items, nextToken: cut.next });
}

function describeRecorders(_input: object, call: Call): DescribeConfigurationRecordersResponse {
  return { ConfigurationRecorders: call.state(CONFIG_SLOT).recorders.map(({ recorder }) => recorder) };
}

function describeRecorderStatus(_input: object, call: Call): DescribeConfigurationRecorderStatusResponse {
  const { recorders } = call.state(CONFIG_SLOT);
  return {
    ConfigurationRecordersStatus: recorders.map(({ recorder, recording }) => ({
      ...defined({ name: recorder.name }),
      recording,
      lastStatus: recording ? ('Success' as const) : ('Pending' as const),
    })),
  };
}
