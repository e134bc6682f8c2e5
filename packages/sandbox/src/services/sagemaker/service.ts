import type { Service } from '../service';
import {
  createApp,
  createUserProfile,
  deleteApp,
  describeUserProfile,
  listApps,
  listUserProfiles,
} from './apps';
import { createDomain, describeDomain, listDomains, updateDomain } from './domains';
import { listNotebooks } from './list-notebooks';
import {
  createNotebook,
  deleteNotebook,
  describeNotebook,
  startNotebook,
  stopNotebook,
  updateNotebook,
} from './notebooks';
import { SAGEMAKER_SLOT } from './state';
import { addTags, deleteTags, listTags } from './tags';

export const SAGEMAKER: Service = {
  name: 'sagemaker',
  eventSource: 'sagemaker',
  protocol: 'json-1.1',
  sdk: () => import('@aws-sdk/client-sagemaker'),
  throttled: { code: 'ThrottlingException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: SAGEMAKER_SLOT,
  operations: {
    CreateNotebookInstance: createNotebook,
    DescribeNotebookInstance: describeNotebook,
    ListNotebookInstances: listNotebooks,
    StartNotebookInstance: startNotebook,
    StopNotebookInstance: stopNotebook,
    UpdateNotebookInstance: updateNotebook,
    DeleteNotebookInstance: deleteNotebook,
    ListTags: listTags,
    AddTags: addTags,
    DeleteTags: deleteTags,
    CreateDomain: createDomain,
    DescribeDomain: describeDomain,
    ListDomains: listDomains,
    UpdateDomain: updateDomain,
    CreateUserProfile: createUserProfile,
    ListUserProfiles: listUserProfiles,
    DescribeUserProfile: describeUserProfile,
    CreateApp: createApp,
    ListApps: listApps,
    DeleteApp: deleteApp,
  },
};
