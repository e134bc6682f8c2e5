/** The `Resources` of a CloudFormation template: logical id → resource. */
export type TemplateResources = Readonly<
  Record<
    string,
    {
      readonly Type: string;
      readonly Properties: Readonly<Record<string, unknown>>;
      readonly Condition?: string;
      readonly DependsOn?: string | readonly string[];
    }
  >
>;
