import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import type { OutsideClients } from './clients';
import { json, type ObservedProperties, orNothing } from './shape';

/** The code equals the template's if it has the digest of the package in this folder. */
export function readFunctionFrom(packages: string) {
  return async (
    { lambda }: OutsideClients,
    FunctionName: string,
    wanted: ObservedProperties,
  ): Promise<ObservedProperties> => {
    const { Configuration: function_ = {}, ...rest } = await lambda.send(
      new GetFunctionCommand({ FunctionName }),
    );
    const code = wanted['Code'] as { S3Key: string };
    const file = readFileSync(path.join(packages, path.basename(code.S3Key)));
    const same = createHash('sha256').update(file).digest('base64') === function_.CodeSha256;
    return {
      ...function_,
      Code: same ? code : undefined,
      ReservedConcurrentExecutions: rest.Concurrency?.ReservedConcurrentExecutions,
      Tags: rest.Tags,
    };
  };
}

export async function readVersion(
  { lambda }: OutsideClients,
  _id: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const FunctionName = String(wanted['FunctionName']);
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  const { CodeSha256, Description } = Versions.find(({ Version }) => Version !== '$LATEST') ?? {};
  return { FunctionName, CodeSha256, Description };
}

export async function readInvokeConfig(
  { lambda }: OutsideClients,
  _id: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const FunctionName = String(wanted['FunctionName']);
  const answer = await orNothing(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })));
  return { ...answer, FunctionName, Qualifier: answer && wanted['Qualifier'] };
}

export async function readMapping(
  { lambda }: OutsideClients,
  UUID: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const mapping = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  const tagged = await orNothing(
    lambda.send(new ListTagsCommand({ Resource: mapping.EventSourceMappingArn })),
  );
  const name = String(wanted['FunctionName']);
  return {
    ...mapping,
    Enabled: mapping.State === 'Enabled',
    FunctionName: mapping.FunctionArn?.endsWith(name) === true ? name : mapping.FunctionArn,
    Tags: tagged?.Tags,
  };
}

interface Statement {
  readonly Action?: string;
  readonly Principal?: { readonly Service?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export async function readPermission(
  { lambda }: OutsideClients,
  _id: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const FunctionName = String(wanted['FunctionName']);
  const answer = await orNothing(lambda.send(new GetPolicyCommand({ FunctionName })));
  const { Statement: statements = [] } = (json(answer?.Policy) ?? {}) as { Statement?: Statement[] };
  const {
    Action,
    Principal,
    Condition = {},
  } = statements.find((item) => item.Principal?.Service === wanted['Principal']) ?? {};
  // The names of condition keys are case-insensitive.
  const keys = Object.fromEntries(
    Object.values(Condition).flatMap((block) =>
      Object.entries(block).map(([key, value]) => [key.toLowerCase(), value]),
    ),
  );
  return {
    FunctionName,
    Action,
    Principal: Principal?.Service,
    SourceArn: keys['aws:sourcearn'],
    SourceAccount: keys['aws:sourceaccount'],
  };
}
