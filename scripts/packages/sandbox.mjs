import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { linkDeclared } from './alone.mjs';
import { program } from './run.mjs';

/** A program of five lines that has the SDK and the address of an account. */
const consumer = `
import { ListNotebookInstancesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { startSandbox } from '@palisade/sandbox';
const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const client = new SageMakerClient({ endpoint: process.env['ENDPOINT'] ?? '', region: 'us-east-1', credentials });
const { NotebookInstances = [] } = await client.send(new ListNotebookInstancesCommand({ NameContains: 'fraud' }));
process.stdout.write(\`\${typeof startSandbox} \${NotebookInstances[0]?.NotebookInstanceStatus}\`);
`;

/** The embedded account, started by its command with a seed that it ships. */
export const sandboxAlone = {
  beside: [],
  tests: ['src/account/clock.test.ts', 'src/seeds'],
  async use(folder) {
    linkDeclared('sandbox', folder, 'dependencies');
    const argv = ['sandbox/bin/palisade-sandbox.mjs', '--port', '0', '--seed', 'open'];
    const command = spawn('node', argv, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const endpoint = await addressOf(command);
      const libraries = ['@palisade/sandbox', '@aws-sdk/client-sagemaker'];
      await program({ folder, libraries, text: consumer, says: 'function InService', ENDPOINT: endpoint });
    } finally {
      command.kill();
    }
    const [code] = command.exitCode === null ? await once(command, 'exit') : [command.exitCode];
    if (code !== 0) throw new Error(`palisade-sandbox exited with ${code}`);
  },
};

/** The address of the account, from the first line of output that has one. */
async function addressOf(command) {
  for await (const line of createInterface({ input: command.stdout })) {
    const [address] = /http:\S+/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('palisade-sandbox did not start');
}
