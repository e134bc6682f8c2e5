/** The parts of an ARN, as "Amazon Resource Names" in the IAM user guide lists them. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services. */
  readonly region: string;
  readonly account: string;
  /** All that follows the fifth colon. */
  readonly resource: string;
}

const form =
  /^arn:(?<partition>[^:]*):(?<service>[^:]*):(?<region>[^:]*):(?<account>[^:]*):(?<resource>.*)$/s;

/** Splits an ARN; all parts are empty for a text that is none. */
export function splitArn(text: string): Arn {
  const {
    partition = '',
    service = '',
    region = '',
    account = '',
    resource = '',
  } = form.exec(text)?.groups ?? {};
  return { partition, service, region, account, resource };
}

/** The name at the end of an ARN or a path. */
export function nameInArn(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
