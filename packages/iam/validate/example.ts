import { isOfType, wrongArn } from './arn';
import { serviceReference } from './reading';

/** Where an example is: its partition, a Region of it, and an account. */
export interface ExamplePlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Resources that an action of another service than SageMaker acts on, one of each type; none where none is known. */
export function exampleResources(action: string, place: ExamplePlace): readonly string[] {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const reference = serviceReference(service);
  const types = reference?.actions.get(name)?.types ?? [];
  return types.flatMap((type) => {
    const template = reference?.arns.get(type) ?? '';
    const arn = template
      .replaceAll('{Partition}', place.partition)
      .replaceAll('{Region}', place.region)
      .replaceAll('{Account}', place.account)
      .replaceAll(/\{\w+\}/g, 'example');
    const isPossible = wrongArn(arn, place.partition) === undefined && isOfType(arn, service, type, template);
    return isPossible ? [arn] : [];
  });
}
