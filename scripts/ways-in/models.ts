import { readModel } from '@palisade/sandbox/protocol/operation';
import type { Shape } from '@palisade/sandbox/protocol/shape';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as ssm from '@aws-sdk/client-ssm';
import type { ModelledAction } from './compare';

/** The installed clients whose operations may let somebody into SageMaker, by the prefix of their actions. */
const clients: Readonly<Record<string, object>> = { sagemaker, ssm };

/** How deep members are looked at: a list of summaries is one level, a summary's own structure a second one. */
const depth = 2;

/** The operations of the installed SDK clients, as actions with the members of their answers. */
export function modelledActions(): readonly ModelledAction[] {
  return Object.entries(clients).flatMap(([service, sdk]) =>
    [...readModel(sdk).operations.values()].map(({ name, output }) => ({
      action: `${service}:${name}`,
      returns: membersOf(output, depth),
    })),
  );
}

function membersOf(shape: Shape, levels: number): readonly string[] {
  if (shape.kind === 'list') return membersOf(shape.member().shape, levels);
  if (shape.kind !== 'structure' || levels === 0) return [];
  return shape
    .members()
    .flatMap(({ name, shape: inner }) => [
      name,
      ...membersOf(inner, levels - 1).map((member) => `${name}.${member}`),
    ]);
}
