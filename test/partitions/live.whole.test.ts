import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startSandbox } from '@palisade/sandbox';
import { clientsOf } from '@palisade/sandbox/clients';
import { currentPlace } from '../../adapters/aws/current-place';
import { readExport } from '../../adapters/export';
import { runCli } from '../../cli/testing/run-cli';
import { writeExportFolder } from '../../cli/testing/sample-export';
import { reaches } from '../functions/harness/seed';

const before = { ...process.env };
const environment = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret' };

afterAll(() => {
  for (const name of [...Object.keys(environment), 'AWS_ENDPOINT_URL'])
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[name];
});

describe.each([
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-isob-east-1', 'aws-iso-b'],
])('a live account in %s', (region, partition) => {
  it('is read and judged in the partition of its own ARN', async () => {
    const sandbox = await startSandbox({ region, timings: { notebookStart: 20 } });
    Object.assign(process.env, environment, { AWS_ENDPOINT_URL: sandbox.url });
    const aws = clientsOf(sandbox.url, region);
    try {
      expect(await currentPlace({ sts: () => Promise.resolve(aws.sts) })).toMatchObject({
        region,
        partition,
      });
      const AssumeRolePolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      });
      const { Role } = await aws.iam.send(
        new CreateRoleCommand({ RoleName: 'notebooks', AssumeRolePolicyDocument }),
      );
      await aws.sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: 'churn',
          InstanceType: 'ml.t3.medium',
          RoleArn: Role?.Arn ?? '',
          DirectInternetAccess: 'Enabled',
        }),
      );
      await reaches(aws, 'churn', 'InService');
      const scan = ['scan', '--rule', 'notebook-direct-internet', 'principal-outside-access', '--all'];
      const live = await runCli([...scan, '--region', region]);
      expect(live.stdout).toContain('notebook instance churn');
      expect(live.stdout).toContain(`Account ${sandbox.accountId}, ${region}`);
      expect(live.stdout).not.toContain('Cannot be judged: partition');

      // What is collected there shows the same.
      const folder = writeExportFolder({});
      expect((await runCli(['collect', '--region', region, '--out', folder])).code).toBe(0);
      const { place } = await readExport(folder, { now: () => '2026-11-30T00:00:00Z' });
      expect(place).toEqual({ account: sandbox.accountId, region, partition });
    } finally {
      for (const client of Object.values(aws)) client.destroy();
      await sandbox.stop();
    }
  });
});
