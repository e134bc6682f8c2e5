import { splitArn } from '../../account/arn';
import { startEventSource } from '../../lambda/event-source';
import { matchesEventPattern } from '../../events/pattern';
import { isArray, isPlainObject } from '../../protocol/shape';
import type { RuleTarget } from '../runtime/bus';
import { unqualified } from '../runtime/functions';
import { requireRole } from '../require-role';
import {
  regionalArn,
  optionalText,
  type CreatedResource,
  type Provider,
  type ProviderRequest,
  propertyText,
} from '../provider';
import { TemplateError } from '../template';

/** AWS::Events::Rule: a pattern or a schedule, and the targets. */
const eventRule: Provider = {
  replacedBy: ['Name'],
  create: (request) => Promise.resolve(setRule(request, optionalText(request, 'Name') ?? request.name)),
  update: (request, made) => Promise.resolve(setRule(request, made.id)),
  remove({ bus }, { attributes }) {
    bus.rules.delete(attributes['Arn'] ?? '');
    return Promise.resolve();
  },
};

function setRule(request: ProviderRequest, name: string): CreatedResource {
  const { host, properties, location } = request;
  const { EventPattern: pattern, Targets: targets = [] } = properties;
  const schedule = optionalText(request, 'ScheduleExpression');
  if (pattern === undefined && schedule === undefined)
    throw new TemplateError(`${location}.Properties`, 'has neither EventPattern nor ScheduleExpression');
  if (JSON.stringify(pattern ?? '').length > 4_096)
    throw new TemplateError(`${location}.Properties.EventPattern`, 'has more than 4,096 characters');
  if (isArray(targets) && targets.length > 5)
    throw new TemplateError(`${location}.Properties.Targets`, 'has more than 5 targets');
  // A malformed pattern is refused now, not when the first event arrives.
  if (pattern !== undefined) matchesEventPattern(pattern, {});
  const arn = regionalArn(host, 'events', `rule/${name}`);
  host.bus.rules.set(arn, {
    arn,
    region: host.region,
    pattern,
    schedule,
    isEnabled: (optionalText(request, 'State') ?? 'ENABLED').startsWith('ENABLED'),
    targets: (isArray(targets) ? targets : []).map((target) => readTarget(target, location)),
  });
  return { id: name, attributes: { Arn: arn } };
}

function readTarget(target: unknown, location: string): RuleTarget {
  const { Id: id, Arn: arn, DeadLetterConfig: dead, Input: input } = isPlainObject(target) ? target : {};
  if (typeof id !== 'string' || typeof arn !== 'string')
    throw new TemplateError(`${location}.Properties.Targets`, 'a target needs Id and Arn');
  const deadLetterArn = isPlainObject(dead) ? dead['Arn'] : undefined;
  return {
    id,
    arn,
    deadLetterArn: typeof deadLetterArn === 'string' ? deadLetterArn : undefined,
    input: typeof input === 'string' ? input : undefined,
  };
}

/** AWS::Lambda::EventSourceMapping for a queue. */
const eventSourceMapping: Provider = {
  create(request) {
    const { host, name, location, properties } = request;
    const named = propertyText(request, 'FunctionName');
    const functionArn = unqualified(
      named.startsWith('arn:') ? named : regionalArn(host, 'lambda', `function:${named}`),
    );
    const queueArn = propertyText(request, 'EventSourceArn');
    const polling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    requireRole(
      host,
      functionArn,
      location,
      polling.map((action) => ({ action, resource: queueArn })),
    );
    const { FunctionResponseTypes: types, ScalingConfig: scaling } = properties;
    const maximum = isPlainObject(scaling) ? scaling['MaximumConcurrency'] : undefined;
    const mapping = startEventSource(host.sandbox.account, {
      queueName: splitArn(queueArn).resource,
      fn: { invoke: (event) => host.functions.invoke(functionArn, event) },
      batchSize: Number(optionalText(request, 'BatchSize') ?? 10),
      windowSeconds: Number(optionalText(request, 'MaximumBatchingWindowInSeconds') ?? 0),
      reportBatchItemFailures: isArray(types) && types.includes('ReportBatchItemFailures'),
      region: host.region,
      ...(maximum === undefined ? {} : { maximumConcurrency: Number(maximum) }),
    });
    host.mappings.set(name, mapping);
    return Promise.resolve({ id: name, attributes: { Id: name } });
  },
  async remove({ mappings }, { id }) {
    await mappings.get(id)?.stop();
    mappings.delete(id);
  },
};

/** AWS::Config::ConfigRule with a Lambda function as its source. */
const configRule: Provider = {
  replacedBy: ['ConfigRuleName'],
  create: (request) =>
    Promise.resolve(setConfigRule(request, optionalText(request, 'ConfigRuleName') ?? request.name)),
  update: (request, made) => Promise.resolve(setConfigRule(request, made.id)),
  remove({ configRules }, { id }) {
    configRules.rules.delete(id);
    return Promise.resolve();
  },
};

function setConfigRule(
  { host, properties, location, name: fallback }: ProviderRequest,
  name: string,
): CreatedResource {
  const { Source: source, Scope: scope, InputParameters: parameters = {} } = properties;
  if (
    !isPlainObject(source) ||
    source['Owner'] !== 'CUSTOM_LAMBDA' ||
    typeof source['SourceIdentifier'] !== 'string'
  )
    throw new TemplateError(
      `${location}.Properties.Source`,
      'must be a CUSTOM_LAMBDA with a SourceIdentifier',
    );
  const details = isArray(source['SourceDetails']) ? source['SourceDetails'] : [];
  const types = isPlainObject(scope) ? scope['ComplianceResourceTypes'] : undefined;
  const inputParameters = typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
  if (inputParameters.length > 1_024)
    throw new TemplateError(`${location}.Properties.InputParameters`, 'has more than 1,024 characters');
  const id = `config-rule-${fallback.slice(-6).toLowerCase()}`;
  const arn = regionalArn(host, 'config', `config-rule/${id}`);
  host.configRules.rules.set(name, {
    name,
    arn,
    id,
    functionArn: unqualified(source['SourceIdentifier']),
    messageTypes: details.map((detail) => String(isPlainObject(detail) ? detail['MessageType'] : '')),
    resourceTypes: isArray(types) ? types.map(String) : [],
    inputParameters,
  });
  return { id: name, attributes: { Arn: arn, ConfigRuleId: id } };
}

export const wiring: Readonly<Record<string, Provider>> = {
  'AWS::Events::Rule': eventRule,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Config::ConfigRule': configRule,
};
