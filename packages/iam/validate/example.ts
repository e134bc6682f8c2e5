import { isOfType, wrongArn } from './arn';
import { nameForm } from './names';
import { serviceReference } from './reading';

/** Where an example is: its partition, a Region of it, and an account. */
export interface ExamplePlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

const digits = '0123456789abcdef0';
const names: readonly string[] = [
  'example',
  'example1',
  '1',
  'abcdefghij12',
  'd-abcdefghij12',
  'dzd_example',
  'app-0123456789AB',
  '01234567-89ab-cdef-0123-456789abcdef',
  ...['i', 'rtb', 'sg', 'sgr', 'subnet', 'vpce', 'vpc'].map((kind) => `${kind}-${digits}`),
];

/** A name of the form, if one is known. */
function nameLike(pattern: string): string {
  const whole = new RegExp(`^(?:${pattern})$`);
  return names.find((name) => whole.test(name)) ?? 'example';
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
      .replaceAll(/\{(\w+)\}/g, (_, variable: string) => nameLike(nameForm(service, variable).pattern));
    const isPossible = wrongArn(arn, place.partition) === undefined && isOfType(arn, service, type, template);
    return isPossible ? [arn] : [];
  });
}
