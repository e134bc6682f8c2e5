import type { Service } from '../service';
import { describeOpsItems } from './describe-ops-items';
import { createOpsItem, getOpsItem, updateOpsItem } from './ops-items';
import { deleteParameter, describeParameters, getParameter, putParameter } from './parameters';
import { SSM_SLOT } from './state';

export const SSM: Service = {
  name: 'ssm',
  eventSource: 'ssm',
  protocol: 'json-1.1',
  sdk: () => import('@aws-sdk/client-ssm'),
  throttled: { code: 'ThrottlingException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: SSM_SLOT,
  operations: {
    CreateOpsItem: createOpsItem,
    UpdateOpsItem: updateOpsItem,
    GetOpsItem: getOpsItem,
    DescribeOpsItems: describeOpsItems,
    GetParameter: getParameter,
    DescribeParameters: describeParameters,
    PutParameter: putParameter,
    DeleteParameter: deleteParameter,
  },
};
