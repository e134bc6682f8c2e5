import { DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { wantedOf } from './expected';
import { type Difference, differences } from './read';
import type { OutsideClients } from './read/clients';
import type { PortableTemplate } from './template';
import { splitArn } from '@palisade/iam';

/** The comparison of an account with a template. */
export interface Inventory {
  /** Types with missing resources, and how many are missing. */
  readonly notMade: ReadonlyMap<string, number>;
  readonly differences: readonly Difference[];
  /** How many properties were read back and compared. */
  readonly compared: number;
}

/** Reads every resource of a stack back through the service APIs and compares it with the template. */
export async function inventory(
  clients: OutsideClients,
  stack: string,
  template: PortableTemplate,
  given: Readonly<Record<string, string>>,
  packages: string,
): Promise<Inventory> {
  const { Stacks = [] } = await clients.cloudformation.send(new DescribeStacksCommand({ StackName: stack }));
  const account = splitArn(Stacks[0]?.StackId ?? '')?.account ?? '';
  const { StackResources = [] } = await clients.cloudformation.send(
    new DescribeStackResourcesCommand({ StackName: stack }),
  );
  const made = new Map(
    StackResources.map((item) => [item.LogicalResourceId ?? '', item.PhysicalResourceId ?? '']),
  );
  const place = { account, region: 'us-east-1', stack, physical: made };
  const notMade = new Map<string, number>();
  const found: Difference[] = [];
  let compared = 0;
  for (const wanted of wantedOf(template, given, place)) {
    const physical = made.get(wanted.id);
    if (physical === undefined) notMade.set(wanted.type, (notMade.get(wanted.type) ?? 0) + 1);
    else if (!wanted.type.startsWith('Custom::')) {
      found.push(...(await differences(clients, wanted, physical, packages)));
      compared += Object.keys(wanted.properties).length;
    }
  }
  return { notMade, differences: found, compared };
}
