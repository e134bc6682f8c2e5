import { describe, expect, it } from '@jest/globals';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  GetUserCommand,
} from '@aws-sdk/client-iam';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { startSandbox } from '../sandbox';
import { clientsOf, errorOf } from '../testing/clients';

const READS = 12;

/** What reads return right after a write, and after the window. */
async function observe(seed: number, consistencyMs: number): Promise<{ during: string[]; after: string[] }> {
  const sandbox = await startSandbox({ clock: 'manual', seed, consistencyMs });
  const { iam, ec2 } = clientsOf(sandbox.url);
  const read = () => errorOf(iam.send(new GetUserCommand({ UserName: 'ann' })));
  const many = async () => {
    const seen = [];
    for (let index = 0; index < READS; index += 1) seen.push(await read());
    return seen;
  };
  await iam.send(new CreateUserCommand({ UserName: 'ann' }));
  const during = await many();
  // Writes use the newest state, and other services do not lag.
  await iam.send(new CreateGroupCommand({ GroupName: 'ml' }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'ml', UserName: 'ann' }));
  expect(await errorOf(ec2.send(new DescribeVpcsCommand({})))).toBe('none');
  await sandbox.clock.advance(consistencyMs + 1);
  const after = await many();
  await sandbox.stop();
  return { during, after };
}

describe('eventual consistency', () => {
  it('is off by default: a read sees the write', async () => {
    const { during, after } = await observe(1, 0);
    expect(new Set([...during, ...after])).toEqual(new Set(['none']));
  });

  it('lets reads lag behind within the window, and not after it', async () => {
    const { during, after } = await observe(1, 5000);
    expect(new Set(during)).toEqual(new Set(['none', 'NoSuchEntityException']));
    expect(new Set(after)).toEqual(new Set(['none']));
  });

  it('gives the same reads for the same seed', async () => {
    const [one, same, other] = [await observe(1, 5000), await observe(1, 5000), await observe(7, 5000)];
    expect(same).toEqual(one);
    expect(other.during).not.toEqual(one.during);
  });
});
