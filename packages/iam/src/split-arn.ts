/** The parts of an ARN. `region` and `account` are empty where the service has none in its ARNs. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, further colons included: `function:name:alias`, `role/path/name`. */
  readonly resource: string;
}

/** Splits an ARN; `undefined` for a text that is not one. The wildcards of a policy's pattern are kept. */
export function splitArn(text: string): Arn | undefined {
  const [prefix, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (prefix !== 'arn' || rest.length === 0) return undefined;
  return { partition, service, region, account, resource: rest.join(':') };
}

/** The name at the end of an ARN, without its path: `reader` of `arn:aws:iam::111122223333:role/ops/reader`. */
export function nameInArn(text: string): string {
  const resource = splitArn(text)?.resource ?? text;
  return resource.slice(resource.lastIndexOf('/') + 1);
}
