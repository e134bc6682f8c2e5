import type {
  GetTemplateInput,
  GetTemplateOutput,
  GetTemplateSummaryInput,
  GetTemplateSummaryOutput,
  ValidateTemplateInput,
  ValidateTemplateOutput,
} from '@aws-sdk/client-cloudformation';
import type { Call } from '../../account/account';
import type { Template } from '../../cloudformation/template';
import { isArray } from '../../protocol/shape';
import { defined } from '../members';
import { requiredCapability } from './capabilities';
import { findChangeSet } from './change-sets';
import { findStack, invalid } from './find-stack';
import { parseTemplate } from './parse-template';
import { takeTemplate } from './read-template';

function text(value: unknown): string | undefined {
  if (isArray(value)) return value.map(String).join(',');
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? String(value) : undefined;
}

function capabilitiesOf(template: Template) {
  const required = requiredCapability(template);
  return {
    Description: template.description,
    Capabilities: required === undefined ? undefined : [required.capability],
    CapabilitiesReason:
      required === undefined
        ? undefined
        : `The following resource(s) require capabilities: [${required.types.join(', ')}]`,
  };
}

export function validateTemplate(input: ValidateTemplateInput, call: Call): ValidateTemplateOutput {
  const { template } = takeTemplate(input, call);
  return defined({
    ...capabilitiesOf(template),
    Parameters: [...template.parameters].map(([ParameterKey, definition]) =>
      defined({
        ParameterKey,
        DefaultValue: text(definition['Default']),
        NoEcho: String(definition['NoEcho']) === 'true',
        Description: text(definition['Description']),
      }),
    ),
  });
}

export function getTemplate(input: GetTemplateInput, call: Call): GetTemplateOutput {
  if (input.StackName === undefined && input.ChangeSetName === undefined)
    throw invalid('Either StackName or ChangeSetName must be specified');
  const { source } =
    input.ChangeSetName === undefined
      ? findStack(input.StackName, call)
      : findChangeSet(input, call).changeSet;
  return { TemplateBody: source.templateBody, StagesAvailable: ['Original', 'Processed'] };
}

export function getTemplateSummary(input: GetTemplateSummaryInput, call: Call): GetTemplateSummaryOutput {
  const template =
    input.StackName === undefined
      ? takeTemplate(input, call).template
      : parseTemplate(findStack(input.StackName, call).source.templateBody);
  const types = [...template.resources.values()].map(({ type }) => type);
  return defined({
    ...capabilitiesOf(template),
    ResourceTypes: types,
    Version: '2010-09-09',
    Parameters: [...template.parameters].map(([ParameterKey, definition]) => {
      const allowed = definition['AllowedValues'];
      return defined({
        ParameterKey,
        DefaultValue: text(definition['Default']),
        ParameterType: text(definition['Type']),
        NoEcho: String(definition['NoEcho']) === 'true',
        Description: text(definition['Description']),
        ParameterConstraints: isArray(allowed) ? { AllowedValues: allowed.map(String) } : {},
      });
    }),
  });
}
