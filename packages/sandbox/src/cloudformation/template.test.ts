import { describe, expect, it } from '@jest/globals';
import { NO_VALUE, references, resolve, type TemplateScope } from './intrinsics';
import { creationOrder } from './order';
import { readTemplate, TemplateError } from './template';

const queue = { Type: 'AWS::SQS::Queue' };

/** The location and the problem, as an operator reads them. */
function refusal(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.message;
  }
}

describe('an invalid template is refused with the location and the reason', () => {
  it.each<[string, unknown, string]>([
    ['no object', 'text', 'template: must be an object'],
    ['no resources', { Resources: {} }, 'Resources: a template needs at least one resource'],
    ['resources missing', {}, 'Resources: must be an object'],
    [
      'an unknown section',
      { Resource: {}, Resources: { A: queue } },
      'Resource: is not a section of a template',
    ],
    ['no type', { Resources: { A: {} } }, 'Resources.A.Type: is missing'],
    ['a bad id', { Resources: { 'a-b': queue } }, 'Resources.a-b: a logical id has only letters and digits'],
    [
      'a misspelt attribute',
      { Resources: { A: { ...queue, Property: {} } } },
      'Resources.A.Property: is not an attribute of a resource',
    ],
  ])('%s', (_, template, message) => {
    expect(refusal(() => readTemplate(template))).toBe(message);
  });

  it.each<[string, object, string]>([
    [
      'a reference to a missing resource',
      { A: { ...queue, Properties: { QueueName: { Ref: 'B' } } } },
      'Resources.A.Properties: there is no resource or parameter B',
    ],
    [
      'an attribute of a missing resource',
      { A: { ...queue, Properties: { QueueName: { 'Fn::GetAtt': ['B', 'Arn'] } } } },
      'Resources.A.Properties: there is no resource or parameter B',
    ],
    [
      'a substitution with a missing resource',
      { A: { ...queue, Properties: { QueueName: { 'Fn::Sub': 'x-${B.Arn}' } } } },
      'Resources.A.Properties: there is no resource or parameter B',
    ],
    [
      'a dependency on a missing resource',
      { A: { ...queue, DependsOn: 'B' } },
      'Resources.A.DependsOn: there is no resource B',
    ],
    [
      'a circular dependency',
      { A: { ...queue, DependsOn: 'B' }, B: { ...queue, Properties: { QueueName: { Ref: 'A' } } } },
      'Resources: circular dependency: A → B → A',
    ],
  ])('%s', (_, resources, message) => {
    expect(refusal(() => creationOrder(readTemplate({ Resources: resources })))).toBe(message);
  });
});

it('orders resources after those that they need', () => {
  const template = readTemplate({
    Resources: {
      Late: { ...queue, Properties: { QueueName: { 'Fn::Sub': '${Middle}-late' } } },
      Middle: { ...queue, DependsOn: ['Early'] },
      Early: queue,
    },
  });
  expect(creationOrder(template)).toEqual(['Early', 'Middle', 'Late']);
});

describe('intrinsic functions', () => {
  const scope: TemplateScope = {
    mappings: { Sizes: { prod: { memory: '512' } } },
    ref: (name) =>
      ({ Name: 'n', List: ['a', 'b'], 'AWS::Region': 'us-east-1', 'AWS::NoValue': NO_VALUE })[name],
    attribute: (id, name) => `${id}/${name}`,
    condition: (name) => name === 'Yes',
  };
  it.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Name' }, 'n'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Q', 'Arn'] }, 'Q/Arn'],
    ['GetAtt as text, with dots', { 'Fn::GetAtt': 'Q.Outputs.X' }, 'Q/Outputs.X'],
    ['Sub', { 'Fn::Sub': '${AWS::Region}:${Q.Arn}:${!Literal}' }, 'us-east-1:Q/Arn:${Literal}'],
    ['Sub with its own names', { 'Fn::Sub': ['${x}-${Name}', { x: { Ref: 'Name' } }] }, 'n-n'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }]] }, 'a-n'],
    ['Join of a list', { 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
    ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'x/y'] }] }, 'y'],
    ['If', { 'Fn::If': ['Yes', 1, 2] }, 1],
    ['If, otherwise', { 'Fn::If': ['No', 1, { Ref: 'Name' }] }, 'n'],
    [
      'no value, in an object and in a list',
      { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] },
      { b: [1] },
    ],
    ['Equals', { 'Fn::Equals': [{ Ref: 'Name' }, 'n'] }, true],
    ['Not', { 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    ['And', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['Or', { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, true],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] }, '512'],
    [
      'a condition block of IAM, which only looks like one',
      { Condition: { Bool: { a: 'b' } }, Effect: 'Deny' },
      { Condition: { Bool: { a: 'b' } }, Effect: 'Deny' },
    ],
  ])('%s', (_, value, expected) => {
    expect(resolve(value, scope, 'p')).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['an unknown one', { a: [{ 'Fn::Cidr': [] }] }, 'p.a[0]: the function Fn::Cidr is not supported'],
    ['a wrong argument', { 'Fn::Join': ['-'] }, 'p.Fn::Join: takes a list of 2'],
    ['no such item', { 'Fn::Select': [7, ['a']] }, 'p.Fn::Select: there is no item 7'],
    ['text of an object', { 'Fn::Join': ['-', [{ a: 1 }]] }, 'p.Fn::Join: is not text'],
    [
      'no such row',
      { 'Fn::FindInMap': ['Sizes', 'dev', 'memory'] },
      'p.Fn::FindInMap: Sizes.dev.memory is not in Mappings',
    ],
  ])('refuses %s', (_, value, message) => {
    expect(refusal(() => resolve(value, scope, 'p'))).toBe(message);
  });

  it('finds the names that a value refers to', () => {
    const value = {
      a: [{ Ref: 'A' }],
      b: { 'Fn::GetAtt': 'B.Arn' },
      c: { 'Fn::Sub': ['${C}${own}${!D}', { own: { Ref: 'E' } }] },
    };
    expect([...references(value)].sort()).toEqual(['A', 'B', 'C', 'E']);
  });
});
