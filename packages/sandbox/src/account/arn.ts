/** The parts of an ARN, as "Amazon Resource Names" in the IAM user guide lists them. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services. */
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon. */
  readonly resource: string;
}

const form =
  /^arn:(?<partition>[^:]*):(?<service>[^:]*):(?<region>[^:]*):(?<account>[^:]*):(?<resource>.*)$/s;

/** Splits an ARN. All parts are empty if the text is not an ARN. */
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

/** The last segment of an ARN or a path: what follows the last slash. */
export function nameInArn(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
