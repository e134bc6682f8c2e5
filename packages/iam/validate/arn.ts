import { nameForm } from './names';
import { lacksRegion } from './partitions';

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

export function arnPartsOf(text: string): ArnParts | undefined {
  const [arn, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (arn !== 'arn' || rest.length === 0) return undefined;
  return { partition, service, region, account, resource: rest.join(':') };
}

/** What AWS offers to everybody has no account of its own, or the account `aws`. Source: examples in AWS's guides. */
const ownedByAws: Readonly<Record<string, string>> = {
  'sagemaker:hub': 'aws',
  'sagemaker:hub-content': 'aws',
  'sagemaker:pipeline': 'aws',
  'iam:policy': 'aws',
  'ssm:document': '',
  'ssm:parameter': '',
  'ssm:automation-definition': '',
};

/** What is wrong with an ARN apart from the names in it, in a partition; undefined when nothing is. */
export function wrongArn(text: string, partition: string): string | undefined {
  const parts = arnPartsOf(text);
  if (parts === undefined) return `'${text}' is not an ARN`;
  if (parts.partition !== partition) return `'${text}' is not in the partition ${partition}`;
  if (parts.region !== '' && lacksRegion(partition, parts.region))
    return `'${text}': ${partition} has no Region '${parts.region}'`;
  if (!/^(?:\d{12}|aws|)$/.test(parts.account)) return `'${text}': '${parts.account}' is not an account id`;
  if (/[\s*?]/.test(text) && parts.service !== 's3') return `'${text}' has white space or a wildcard`;
  return undefined;
}

interface Template {
  readonly whole: RegExp;
  readonly longest: readonly number[];
}

const known = new Map<string, Template>();

function escaped(text: string): string {
  return text.replace(/[.*+?^$()[\]\\|]/g, String.raw`\$&`);
}

function compiled(service: string, type: string, text: string): Template {
  const name = `${service} ${type} ${text}`;
  const made = known.get(name);
  if (made !== undefined) return made;
  const arnService = text.split(':')[2] ?? '';
  const longest: number[] = [];
  const source = text
    .split(/\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return escaped(part);
      if (part === 'Partition' || part === 'Region') return '[a-z0-9-]+';
      if (part === 'Account') {
        const public_ = ownedByAws[`${arnService}:${type}`];
        return public_ === undefined ? String.raw`\d{12}` : String.raw`(?:\d{12}|${public_})`;
      }
      const form = nameForm(arnService, part);
      longest.push(form.longest);
      return `(${form.pattern})`;
    })
    .join('');
  const template = { whole: new RegExp(`^${source}$`), longest };
  known.set(name, template);
  return template;
}

/** Whether the ARN is one of the type that the template shows. */
export function isOfType(arn: string, service: string, type: string, text: string): boolean {
  const { whole, longest } = compiled(service, type, text);
  const found = whole.exec(arn);
  return found !== null && longest.every((most, index) => (found[index + 1]?.length ?? 0) <= most);
}
