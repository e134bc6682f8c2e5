import { opsCenter } from '../../adapters/tickets/opscenter';
import { useAccount } from '../../sandbox/testing/account';
import { fakeTickets } from '../fakes/recorders';
import { ticketsContract } from './tickets';

const account = useAccount();

ticketsContract('the fake ticket system', fakeTickets);
ticketsContract('OpsCenter, in the embedded account,', () =>
  opsCenter({ ssm: () => Promise.resolve(account.aws.ssm) }),
);
