import { FailureError } from '../../../core/model/failure';
import { encryptionControl } from '../../../core/slices/encryption-controls';
import { describeFiltered } from './filtered';
import type { Gatherer } from './gatherer';

const call = 'ec2:DescribeVpcEncryptionControls';

/**
 * The encryption controls of all VPCs of the Region: a VPC has at most one, so that one page is usual. A Region whose
 * EC2 does not know the call has none (EC2 API reference, error codes, InvalidAction; read 1 December 2026).
 */
export const encryptionControls: Gatherer<'encryptionControls'> = {
  calls: [call],
  read: async (wanted, { clients }) => {
    if (wanted !== 'all') return [];
    const { DescribeVpcEncryptionControlsCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    try {
      return await describeFiltered(
        call,
        encryptionControl,
        'all',
        (input) => client.send(new DescribeVpcEncryptionControlsCommand(input)),
        ({ VpcEncryptionControls }) => VpcEncryptionControls,
      );
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'InvalidAction') return [];
      throw error;
    }
  },
};
