import { removeParameter, hasParameter } from '../../adapters/leftovers/parameters';
import { deleteTable, hasTable } from '../../adapters/leftovers/table';
import { switchParameter } from '../../adapters/switch/ssm';
import { replacementName } from '../../core/notebooks/replacement';
import { effective } from '../../core/model/ledger';
import type { Named } from '../../core/model/selectors';
import type { Reading } from '../../core/model/snapshot';
import { rules } from '../../rules/registry';
import { type Leftover, type UninstallContext, firstTextIn } from './leftover';

// What stays unless the operator decides otherwise: people may work in it, or need it to know what was done.

/** Endpoints, groups and notebooks that Palisade created and that no undo removes. */
export async function createdResources({ ports }: UninstallContext): Promise<readonly Leftover[]> {
  const records = await ports.ledger.list();
  // Undo does not delete a replacement notebook, so its step counts as undone.
  const replacements = new Map(
    records
      .filter(({ performed }) =>
        performed.some(
          ({ call, state }) => call === 'sagemaker:CreateNotebookInstance' && state !== 'failed',
        ),
      )
      .map(({ resource }) => [replacementName(resource.id), resource.id]),
  );
  const { endpoints, securityGroups, notebooks } = await readCreated(ports, [...replacements.keys()]);
  // What the ledger can take back is listed among its changes.
  const known = new Set(
    records
      .flatMap(effective)
      .flatMap(({ inverse }) => (inverse ?? []).map(({ input }) => keyOf(input, 'ServiceName', 'GroupName'))),
  );
  return [
    ...endpoints
      .filter(
        (one) => isOurs(one.Tags) && !/^delet/i.test(one.State) && !known.has(keyOf(one, 'ServiceName')),
      )
      .map(({ VpcEndpointId: id, ServiceName }) => ({
        id,
        what: `VPC endpoint ${id} for ${ServiceName}`,
        left: `it may be in use, and the ledger does not know how it was made; if not: \`aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}\``,
      })),
    ...securityGroups
      .filter((one) => isOurs(one.Tags) && !known.has(keyOf(one, 'GroupName')))
      .map(({ GroupId: id }) => ({
        id,
        what: `security group ${id}`,
        left: `something may use it, and the ledger does not know how it was made; if not: \`aws ec2 delete-security-group --group-id ${id}\``,
      })),
    ...notebooks.map(({ NotebookInstanceName: id }) => ({
      id,
      what: `notebook instance ${id}, which replaces ${replacements.get(id) ?? 'another'}`,
      left: 'people may have worked in it since; delete it by hand when nobody needs its volume',
    })),
  ].map((one) => ({ ...one, calls: [] }));
}

async function readCreated(ports: UninstallContext['ports'], replacements: readonly string[]) {
  const snapshot = await ports.gather({
    endpoints: 'all',
    securityGroups: 'all',
    ...(replacements.length === 0 ? {} : { notebooks: replacements.map(notebookNamed) }),
  });
  return {
    endpoints: read(snapshot.read('endpoints')),
    securityGroups: read(snapshot.read('securityGroups')),
    notebooks: replacements.length === 0 ? [] : read(snapshot.read('notebooks')).items,
  };
}

function notebookNamed(id: string): Named<'AWS::SageMaker::NotebookInstance'> {
  return { kind: 'named', ref: { type: 'AWS::SageMaker::NotebookInstance', id } };
}

/** The VPC of a resource, and its name. */
function keyOf(resource: unknown, ...names: readonly string[]): string {
  return `${firstTextIn(resource, 'VpcId')} ${firstTextIn(resource, ...names)}`;
}

/** A person wrote the settings, so they stay by default; the switch would have gone with the stack. */
export async function leftParameters(context: UninstallContext): Promise<readonly Leftover[]> {
  const { clients, deletesSettings } = context;
  const present = [];
  for (const Name of ['/palisade/settings', switchParameter])
    if (await hasParameter(clients, Name)) present.push(Name);
  return present.map((Name) => ({
    id: Name,
    what: `SSM parameter ${Name}`,
    calls: [{ call: 'ssm:DeleteParameter', input: { Name } }],
    ...(deletesSettings || Name === switchParameter
      ? {
          take: async () => {
            await removeParameter(clients, Name);
            return undefined;
          },
        }
      : { left: 'somebody wrote it; --delete-settings deletes it' }),
  }));
}

/** The ledger goes last, and only when nothing that stays needs it. */
export async function ledger(
  context: UninstallContext,
  staying: readonly Leftover[],
): Promise<readonly Leftover[]> {
  const { clients, table, deletesLedger } = context;
  if (table === undefined || !(await hasTable(clients, table))) return [];
  const needed = staying.filter(({ calls }) => calls.length > 0).length;
  return [
    {
      id: table,
      what: `DynamoDB table ${table}`,
      calls: [{ call: 'dynamodb:DeleteTable', input: { TableName: table } }],
      ...(!deletesLedger
        ? { left: 'it holds who did what, and the undo information; --delete-ledger deletes it' }
        : needed > 0
          ? { left: `it holds the undo information of what stays (${needed} above)` }
          : {
              take: async () => {
                await deleteTable(clients, table);
                return undefined;
              },
            }),
    },
  ];
}

function isOurs(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): boolean {
  return rules.some(
    ({ marks: { tag } }) =>
      tag !== undefined && tags?.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value) === true,
  );
}

/** @throws Error when the slice could not be read, because it is then not known what exists */
function read<T>(reading: Reading<T>): T {
  if (reading.status === 'unreadable') throw new Error(reading.because);
  return reading.value;
}
