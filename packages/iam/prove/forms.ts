import { parseAddress } from '../src/address';
import { parseDate, parseNumber } from '../src/scalar';

/** What values of a condition key look like: words that follow "is not", and the test. */
export interface ValueForm {
  readonly what: string;
  readonly fits: (text: string) => boolean;
}

function like(what: string, pattern: RegExp): ValueForm {
  return { what, fits: (text) => pattern.test(text) };
}

export const vpcId = like("the id of a VPC, such as 'vpc-0a1b2c3d4e5f60718'", /^vpc-[0-9a-z]+$/);
export const endpointId = like(
  "the id of a VPC endpoint, such as 'vpce-0a1b2c3d4e5f60718'",
  /^vpce-[0-9a-z]+$/,
);
const boolean = like("'true' or 'false'", /^(?:true|false)$/i);
const address: ValueForm = { what: 'an IP address', fits: (text) => parseAddress(text) !== null };
const date: ValueForm = {
  what: 'a date, such as 2026-11-30T12:00:00Z',
  fits: (text) => parseDate(text) !== null,
};
const number: ValueForm = { what: 'a number', fits: (text) => parseNumber(text) !== null };
const accountId = like('an account id of 12 digits', /^\d{12}$/);
const owner = like("an account id of 12 digits, or 'aws'", /^(?:\d{12}|aws)$/);
const organization = like("the id of an organization, such as 'o-a1b2c3d4e5'", /^o-[a-z0-9]+$/);
const place = like("a path in an organization, such as 'o-a1b2c3d4e5/r-ab12/'", /^o-[a-z0-9]+\/\S*$/);
const arn = like('an ARN', /^arn:[a-z-]+:[^\s:*?]+:[^\s:]*:[^\s:]*:\S+$/);
const vpcArn = like(
  "the ARN of a VPC, such as 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1b2c3d4e5f60718'",
  /^arn:[a-z-]+:ec2:[a-z0-9-]+:\d{12}:vpc\/vpc-[0-9a-z]+$/,
);
const region = like("a Region, such as 'us-east-1'", /^[a-z]{2,}(?:-[a-z]+)+-\d+$/);

/**
 * The global condition keys (lower case) of which the form is known. From the IAM user guide, "AWS global condition
 * context keys" (data types, value types and example values), a copy of 2026 read on 30 November 2026. Any other key
 * may have any value.
 */
const forms: Readonly<Record<string, ValueForm>> = {
  'aws:assumedroot': boolean,
  'aws:chatbotsourcearn': arn,
  'aws:currenttime': date,
  'aws:ec2instancesourceprivateipv4': address,
  'aws:ec2instancesourcevpc': vpcId,
  'aws:epochtime': date,
  'aws:multifactorauthage': number,
  'aws:multifactorauthpresent': boolean,
  'aws:principalaccount': accountId,
  'aws:principalarn': arn,
  'aws:principalisawsservice': boolean,
  'aws:principalorgid': organization,
  'aws:principalorgpaths': place,
  'aws:requestedregion': region,
  'aws:resourceaccount': owner,
  'aws:resourceorgid': organization,
  'aws:resourceorgpaths': place,
  'aws:securetransport': boolean,
  'aws:signinsessionarn': arn,
  'aws:sourceaccount': accountId,
  'aws:sourcearn': arn,
  'aws:sourceip': address,
  'aws:sourceorgid': organization,
  'aws:sourceorgpaths': place,
  'aws:sourcevpc': vpcId,
  'aws:sourcevpcarn': vpcArn,
  'aws:sourcevpce': endpointId,
  'aws:tokenissuetime': date,
  'aws:viaawsservice': boolean,
  'aws:vpceaccount': accountId,
  'aws:vpceorgid': organization,
  'aws:vpceorgpaths': place,
  'aws:vpcsourceip': address,
};

/** The form of the values of a key in lower case; null for any text. */
export function formOfKey(key: string): ValueForm | null {
  return Object.hasOwn(forms, key) ? (forms[key] ?? null) : null;
}

/** The value in AWS's own spelling. */
export function asAwsWrites(key: string, text: string): string {
  return formOfKey(key) === boolean ? text.toLowerCase() : text;
}
