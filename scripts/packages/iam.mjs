import { linkDeclared } from './alone.mjs';
import { output, program } from './run.mjs';

/** A program of five lines that has the package and nothing else. */
const consumer = `
import { createEngine } from '@palisade/iam';
import { proveLines } from '@palisade/iam/prove';
const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' } };
const [answer] = createEngine().decide({ principal: { arn: 'arn:aws:iam::111122223333:role/ds' }, policies: { identity: [{ label: 'p', document }], boundary: null, scps: [], rcps: [] }, actions: ['sagemaker:CreateApp'], resources: ['*'], perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} } });
process.stdout.write(\`\${typeof proveLines} \${answer?.outside.status}\`);
`;

const problem = {
  id: 'x',
  principal: { arn: 'arn:aws:iam::111122223333:role/ds' },
  identity: [],
  actions: ['sagemaker:CreateApp'],
  resources: ['*'],
  perimeter: {},
};

/** The IAM engine: first with its own libraries, then with those of its tests, which include the embedded account. */
export const iamAlone = {
  beside: ['sandbox'],
  tests: ['src/trust.test.ts', 'src/decide.test.ts', 'prove', 'test/values.test.ts'],
  async use(folder) {
    linkDeclared('iam', folder, 'dependencies');
    await program({ folder, libraries: ['@palisade/iam'], text: consumer, says: 'function reachable' });
    const answer = await output('node', ['iam/bin/palisade-prove.mjs'], {
      cwd: folder,
      input: `${JSON.stringify(problem)}\n`,
    });
    if (JSON.parse(answer).answers[0].outside !== 'unreachable') throw new Error(`palisade-prove: ${answer}`);
  },
};
