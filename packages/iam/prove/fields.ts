import { z } from 'zod';
import { parseCidr } from '../src/address';
import { readAction } from '../src/action';
import { parseDate } from '../src/scalar';
import { isRecord, shorten } from '../src/shape';
import { splitArn } from '../src/split-arn';
import { isService } from './services';
import { endpointId, type ValueForm, vpcId } from './forms';

/** A text of which `wrong` finds nothing to say. */
function text(wrong: (value: string) => string | null): z.ZodString {
  return z.string().check(({ value, issues }) => {
    const message = wrong(value);
    if (message !== null)
      issues.push({ code: 'custom', message: `'${shorten(value)}' ${message}`, input: value });
  });
}

function formed({ what, fits }: ValueForm): z.ZodString {
  return text((value) => (fits(value) ? null : `is not ${what}`));
}

function wrongPrincipal(arn: string): string | null {
  const expected = 'is not the ARN of an IAM user or role';
  if (/^arn:[a-z-]+:sts::\d{12}:assumed-role\//.test(arn))
    return `${expected}, but of a session: give the role's`;
  if (/^arn:[a-z-]+:iam::\d{12}:root$/.test(arn))
    return `${expected}: what the root user may do is not decided`;
  // IAM API reference: a path of printable ASCII, and a name of these characters.
  const fits = /^arn:[a-z-]+:iam::\d{12}:(?:user|role)\/(?:[!-~]+\/)?[\w+=,.@-]+$/.test(arn);
  return fits ? null : expected;
}

function wrongAction(action: string): string | null {
  const name = readAction(action);
  if (name === null) return 'is not the name of one action, such as sagemaker:CreateApp';
  return isService(name.service) ? null : `is of no service that is known: '${name.service}'`;
}

function wrongResource(pattern: string): string | null {
  if (pattern === '*') return null;
  const arn = splitArn(pattern);
  if (arn === undefined || [arn.partition, arn.service, arn.resource].includes(''))
    return "is neither '*' nor an ARN or ARN pattern of six parts";
  const { account, partition } = arn;
  if (/\s/.test(pattern)) return 'has white space';
  if (pattern.includes('${')) return 'has a variable, which only policies may have';
  if (!/^[a-z*?-]+$/.test(partition)) return `names no partition: '${partition}'`;
  if (!/^(?:\d{12}|aws[a-z-]*|)$/.test(account) && !/^[\da-z-]*[*?][\da-z*?-]*$/.test(account))
    return `names no account: '${account}'`;
  return null;
}

function tagsTwice(tags: Readonly<Record<string, unknown>>): string | null {
  const names = Object.keys(tags);
  const seen = new Map<string, string>();
  for (const name of names) {
    if (name.trim() === '') return 'a tag has no key';
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) return `${shorten(name)} is the same key as ${shorten(other)}`;
    seen.set(name.toLowerCase(), name);
  }
  return null;
}

const tags = z.record(z.string(), z.string()).check(({ value, issues }) => {
  const message = tagsTwice(value);
  if (message !== null) issues.push({ code: 'custom', message, input: value });
});

function wrongId(id: string): string | null {
  return /^A(?:IDA|ROA)\w+$/.test(id) ? null : 'is not the unique id of a user (AIDA…) or role (AROA…)';
}

const principal = z
  .strictObject({
    arn: text(wrongPrincipal),
    tags: tags.optional(),
    sessionTags: z.enum(['free', 'none']).optional(),
    id: text(wrongId).optional(),
  })
  .check(({ value, issues }) => {
    const { arn, id } = value;
    if (id === undefined || id.startsWith('AIDA') === arn.includes(':user/')) return;
    issues.push({ code: 'custom', path: ['id'], message: `'${id}' is not the id of ${arn}`, input: id });
  });

function filled(one: z.ZodString): z.ZodArray<z.ZodString> {
  return z.array(one).min(1, 'nothing is asked: an empty list');
}

const actions = filled(text(wrongAction));
const resources = filled(text(wrongResource));

const endpoints = z.record(z.string(), formed(vpcId)).check(({ value, issues }) => {
  const wrong = Object.keys(value).find((id) => !endpointId.fits(id));
  if (wrong !== undefined)
    issues.push({ code: 'custom', path: [wrong], message: `is not ${endpointId.what}`, input: wrong });
});

function wrongCidr(cidr: string): string | null {
  return parseCidr(cidr) === null ? 'is not an IP address or CIDR block' : null;
}

const perimeter = z.strictObject({
  vpcs: z.array(formed(vpcId)).default([]),
  vpcEndpoints: z.array(formed(endpointId)).default([]),
  cidrs: z.array(text(wrongCidr)).default([]),
  endpointVpc: endpoints.default({}),
  endpointOwnerKeys: z.boolean().optional(),
});

const now = text((value) =>
  /^\d{4}-/.test(value) && parseDate(value) !== null ? null : 'is not an ISO 8601 date',
);

/** What is wrong inside a document is named by the engine, and leaves undecided only what depends on it. */
const document = z.unknown().check(({ value, issues }) => {
  if (isRecord(value) || typeof value === 'string') return;
  const message = 'a policy document is expected: an object, or its JSON text';
  issues.push({ code: 'custom', message, input: value });
});
const documents = z.array(document);

const policies = {
  identity: documents,
  boundary: document.nullable().optional(),
  scps: z.array(documents).default([]),
  rcps: z.array(documents).default([]),
};

/** The fields of policies, and those of what is asked about them. */
export const policyFields = policies;
export const questionFields = { principal, actions, resources, perimeter, now: now.optional() };
