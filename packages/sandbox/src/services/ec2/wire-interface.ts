import type { NetworkInterface } from '@aws-sdk/client-ec2';

/** An interface as it is sent: AWS has a type (`nat_gateway`) and a status (`pending`) that the SDK lacks. */
export type WireInterface = Omit<NetworkInterface, 'InterfaceType' | 'Status'> & {
  readonly NetworkInterfaceId: string;
  readonly InterfaceType: string;
  readonly Status: string;
};
