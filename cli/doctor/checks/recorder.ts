import { recorded } from '../../../adapters/deployment/config-rules';
import { isGlobal } from '../../../core/model/resource';
import { type Check, type Diagnosis, diagnosed } from '../check';

/** AWS Config is one of several sources of changes: without it nothing is missed, only shown in fewer places. */
export const recorderCheck: Check = ({ clients }) =>
  diagnosed('config', async () => {
    const { DescribeConfigurationRecordersCommand, DescribeConfigurationRecorderStatusCommand } =
      await import('@aws-sdk/client-config-service');
    const client = await clients.config();
    const [{ ConfigurationRecorders = [] }, { ConfigurationRecordersStatus = [] }] = await Promise.all([
      client.send(new DescribeConfigurationRecordersCommand({})),
      client.send(new DescribeConfigurationRecorderStatusCommand({})),
    ]);
    const [first] = ConfigurationRecorders;
    if (first === undefined)
      return [
        note(
          'there is no configuration recorder in this Region: AWS Config cannot show compliance. A deployment works without one: its default is configRules=none, and rules that are asked for are made once there is a recorder',
          'Nothing, unless AWS Config is to show compliance: then set it up, and deploy with --param="configRules=resources".',
        ),
      ];
    if (ConfigurationRecordersStatus[0]?.recording !== true)
      return [
        note(
          `the recorder ${first.name ?? ''} is stopped: rules of AWS Config are asked by schedule only`,
          `aws configservice start-configuration-recorder --configuration-recorder-name ${first.name ?? 'default'}`,
        ),
      ];
    const group = first.recordingGroup;
    const missing = recorded.filter((type) => {
      if (group?.resourceTypes?.some((one) => one === type) === true) return false;
      const isExcluded = group?.exclusionByResourceTypes?.resourceTypes?.some((one) => one === type) === true;
      if (isExcluded) return true;
      // A recorder leaves them out by default.
      if (isGlobal(type)) return group?.includeGlobalResourceTypes !== true;
      return (
        group?.allSupported !== true && group?.recordingStrategy?.useOnly !== 'EXCLUSION_BY_RESOURCE_TYPES'
      );
    });
    const notebooks: Diagnosis = {
      id: 'config-notebooks',
      condition: 'good',
      says: 'AWS Config does not record notebook instances: their rules are asked daily, EventBridge brings their changes',
    };
    if (missing.length > 0)
      return [
        note(
          `the recorder does not record ${missing.join(', ')}: their changes reach AWS Config by schedule only`,
          'Add these types to the recorder. Record the IAM types in one Region only: they are charged in each.',
        ),
        notebooks,
      ];
    return [
      {
        id: 'config',
        condition: 'good',
        says: `the recorder ${first.name ?? ''} records all that the rules watch`,
      },
      notebooks,
    ];
  });

const note = (says: string, remedy: string): Diagnosis => ({ id: 'config', condition: 'note', says, remedy });
