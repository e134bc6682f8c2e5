/** The parts of a CloudFormation template that these tests read. */
export interface PortableTemplate {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: string }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: unknown;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The template with one resource's properties changed. */
export function withProperties(
  template: PortableTemplate,
  id: string,
  change: (properties: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): PortableTemplate {
  const resource = template.Resources[id];
  if (resource === undefined) throw new Error(`the template has no resource ${id}`);
  return {
    ...template,
    Resources: {
      ...template.Resources,
      [id]: { ...resource, Properties: change(resource.Properties ?? {}) },
    },
  };
}

/** A policy that allows nothing, for one that a template leaves out by condition. */
const nothing = (index: number) => ({
  PolicyName: `none-${index}`,
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }],
  },
});

/** Every role of the template with a policy that allows nothing instead of one that is left out. */
export function withoutNoValue(template: PortableTemplate): PortableTemplate {
  const roles = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  return roles.reduce(
    (changed, [id]) =>
      withProperties(changed, id, (properties) => ({
        ...properties,
        Policies: (properties['Policies'] as readonly Record<string, unknown>[]).map((policy, index) => {
          const choice = policy['Fn::If'] as readonly [string, unknown, unknown] | undefined;
          return choice === undefined ? policy : { 'Fn::If': [choice[0], choice[1], nothing(index)] };
        }),
      })),
    template,
  );
}

/** The template without its explicit dependencies. */
export function withoutDependencies(template: PortableTemplate): PortableTemplate {
  const resources = Object.entries(template.Resources).map(([id, { DependsOn: _, ...rest }]) => [id, rest]);
  return { ...template, Resources: Object.fromEntries(resources) as PortableTemplate['Resources'] };
}
