import type { FunctionPorts } from '../../functions/ports';
import { remediate } from '../../adapters/custom-actions';
import { customActionChosen } from '../../adapters/triggers/custom-action';
import { approve } from '../../core/engine';
import type { ResourceRef } from '../../core/model/resource';
import { handleAction } from '../../functions/handle-action';
import type { Scenario } from '../scenarios/scenario';
import { faultPlace } from './deployed';

/**
 * At that time a person approves what is shown: steps with the custom action in Security Hub, which `on-action`
 * handles; steps that destroy data with `palisade approve`, because custom actions cannot approve those.
 */
export async function approveAsPerson(
  ports: FunctionPorts,
  finding: { readonly id: string; readonly ref: ResourceRef; readonly scenario: Scenario },
  at: string,
): Promise<void> {
  const { id, ref, scenario } = finding;
  if (scenario.approve !== 'data-loss') {
    await handleAction(customAction(id, at), ports);
    return;
  }
  const result = await approve(ports, id, 'ann', { dataLoss: true });
  if (result.status === 'done') await ports.enqueue([ref], 'approved by ann');
}

/** The event of Security Hub's custom action for one finding. */
function customAction(id: string, time: string): object {
  const { account, region } = faultPlace;
  return {
    version: '0',
    id: '7a1f0c1e-0c67-4a4e-9a64-3d6d3f0e5b11',
    'detail-type': customActionChosen.detailType,
    source: 'aws.securityhub',
    account,
    time: `${time.slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:securityhub:${region}:${account}:action/custom/${remediate.Id}`],
    detail: { actionName: 'Palisade: remediate', findings: [{ Id: `palisade/${id}` }] },
  };
}
