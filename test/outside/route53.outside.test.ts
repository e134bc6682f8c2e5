import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import {
  listProfileAssociations,
  listProfileResourceAssociations,
} from '../../adapters/aws/route53/profiles';
import {
  listResolverRuleAssociations,
  ListResolverRuleAssociationsCommand,
  listResolverRules,
  ListResolverRulesCommand,
} from '../../adapters/aws/route53/resolver';
import { createClients } from '../../adapters/aws/clients';
import { type Moto, startMoto } from './moto';
import { awsCli, runProgram, tools } from './run';

// Palisade's own clients of Route 53 Resolver and Profiles, judged by moto and by AWS's models in botocore.

/** Prints AWS's model of one operation: where it is, and the members of its structures with their types. */
const reader = `
import json, sys
from botocore.session import Session
model = Session().get_service_model(sys.argv[1])
operation = model.operation_model(sys.argv[2])
def shown(shape):
    if shape.type_name == 'structure':
        return {name: [shown(member), member.serialization.get('location'), member.serialization.get('name', name)]
                for name, member in shape.members.items()}
    return [shown(shape.member)] if shape.type_name == 'list' else shape.type_name
print(json.dumps({
    'protocol': model.metadata['protocol'], 'host': model.endpoint_prefix, 'signed': model.signing_name,
    'id': model.metadata['serviceId'], 'target': model.metadata.get('targetPrefix'),
    'method': operation.http['method'], 'path': operation.http['requestUri'],
    'input': shown(operation.input_shape), 'output': shown(operation.output_shape),
}))`;

interface Model {
  readonly protocol: string;
  readonly host: string;
  readonly signed: string;
  readonly id: string;
  readonly target: string | null;
  readonly method: string;
  readonly path: string;
  readonly input: Shown;
  readonly output: Shown;
}
type Shown = string | readonly Shown[] | { readonly [name: string]: readonly [Shown, string | null, string] };

async function modelOf(service: string, operation: string): Promise<Model> {
  const { out, err, code } = await runProgram(
    path.join(tools, 'python'),
    ['-c', reader, service, operation],
    'http://localhost:1',
  );
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Model;
}

/** Our schema as the model is printed. */
function shown(schema: NormalizedSchema): Shown {
  if (schema.isStructSchema())
    return Object.fromEntries(
      [...schema.structIterator()].map(([name, member]) => {
        const { httpQuery, httpLabel } = member.getMergedTraits();
        const location = httpQuery === undefined ? (httpLabel === undefined ? null : 'uri') : 'querystring';
        return [name, [shown(member), location, httpQuery ?? name]];
      }),
    );
  if (schema.isListSchema()) return [shown(schema.getValueSchema())];
  return schema.isNumericSchema() ? 'integer' : 'string';
}

/** The members of AWS's structures that ours have: an answer's others are ignored, a request's are optional. */
function likeOurs(theirs: Shown, ours: Shown): Shown {
  if (typeof theirs === 'string' || typeof ours === 'string') return theirs;
  if (isList(theirs)) return isList(ours) ? theirs.map((each) => likeOurs(each, ours[0] ?? '')) : theirs;
  if (isList(ours)) return theirs;
  return Object.fromEntries(
    Object.keys(ours).flatMap((name) => {
      const [their, our] = [theirs[name], ours[name]];
      return their === undefined || our === undefined
        ? []
        : [[name, [likeOurs(their[0], our[0]), their[1], their[2]] as const]];
    }),
  );
}

const isList = (value: Shown): value is readonly Shown[] => Array.isArray(value);

describe("the schemas are parts of AWS's models", () => {
  const resolver = { protocol: 'json', host: 'route53resolver', signed: 'route53resolver' };
  const profiles = { protocol: 'rest-json', host: 'route53profiles', signed: 'route53profiles' };
  it.each<[StaticOperationSchema, Omit<Model, 'method' | 'path' | 'input' | 'output'>]>([
    [listResolverRules, { ...resolver, id: 'Route53Resolver', target: 'Route53Resolver' }],
    [listResolverRuleAssociations, { ...resolver, id: 'Route53Resolver', target: 'Route53Resolver' }],
    [listProfileAssociations, { ...profiles, id: 'Route53Profiles', target: null }],
    [listProfileResourceAssociations, { ...profiles, id: 'Route53Profiles', target: null }],
  ])('%#', async (schema, service) => {
    const [, , name, traits, input, output] = schema;
    const model = await modelOf(service.host, name);
    const [ourInput, ourOutput] = [shown(NormalizedSchema.of(input)), shown(NormalizedSchema.of(output))];
    const http = typeof traits === 'object' ? traits.http : undefined;
    expect({
      ...model,
      input: likeOurs(model.input, ourInput),
      output: likeOurs(model.output, ourOutput),
    }).toEqual({
      ...service,
      method: http?.[0] ?? 'POST',
      path: http?.[1] ?? '/',
      input: ourInput,
      output: ourOutput,
    });
  });
});

describe('moto answers Route 53 Resolver', () => {
  let moto: Moto;
  const before = { ...process.env };

  beforeAll(async () => {
    moto = await startMoto();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'AKIAENGINEER',
      AWS_SECRET_ACCESS_KEY: 'of-no-real-account',
    });
  }, 120_000);

  afterAll(async () => {
    process.env = { ...before };
    await moto.stop();
  });

  it('with the rules and associations that the AWS CLI made', async () => {
    const aws = awsCli(moto.url);
    const asked = async (...args: string[]): Promise<string> => {
      const { out, err, code } = await aws(...args, '--output', 'text');
      if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`);
      return out.trim();
    };
    const vpc = await asked('ec2', 'create-vpc', '--cidr-block', '10.0.0.0/16', '--query', 'Vpc.VpcId');
    const rule = await asked(
      ...['route53resolver', 'create-resolver-rule', '--creator-request-id', '1', '--name', 'ours'],
      ...['--rule-type', 'SYSTEM', '--domain-name', 'amazonaws.com', '--query', 'ResolverRule.Id'],
    );
    await asked(
      ...['route53resolver', 'associate-resolver-rule', '--resolver-rule-id', rule, '--vpc-id', vpc],
    );
    const client = await createClients({ region: 'us-east-1' }).route53resolver();
    const rules = await client.send(new ListResolverRulesCommand({ MaxResults: 100 }));
    expect(rules.ResolverRules).toContainEqual(
      expect.objectContaining({ Id: rule, DomainName: 'amazonaws.com.', RuleType: 'SYSTEM' }),
    );
    const associations = await client.send(new ListResolverRuleAssociationsCommand({ MaxResults: 100 }));
    expect(associations.ResolverRuleAssociations).toContainEqual(
      expect.objectContaining({ ResolverRuleId: rule, VPCId: vpc }),
    );
  }, 120_000);
});
