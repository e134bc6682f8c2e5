import { regional } from '../../../core/model/call';
import type { ChannelDescriptor } from '../channel';
import { activeFindings, archive } from './active-findings';
import { securityHub } from './security-hub';

export const securityHubChannel = {
  name: 'security-hub',
  open: securityHub,
  grants: [
    {
      sid: 'ImportFindings',
      calls: ['securityhub:BatchImportFindings'],
      on: regional('securityhub', 'product/${AWS::AccountId}/default'),
    },
    {
      sid: 'SuppressFindings',
      calls: ['securityhub:BatchUpdateFindings'],
      on: regional('securityhub', 'hub/default'),
    },
  ],
  left: async (clients, place) => {
    const active = await activeFindings(clients, place);
    if (active.length === 0) return undefined;
    const Findings = active.map(({ Id }) => ({ Id, RecordState: 'ARCHIVED' }));
    return {
      what: `${active.length} active ${active.length === 1 ? 'finding' : 'findings'} in Security Hub, which deletes archived ones by itself`,
      calls: [{ call: 'securityhub:BatchImportFindings', input: { Findings } }],
      take: (now) => archive(clients, active, now),
    };
  },
} as const satisfies ChannelDescriptor;
