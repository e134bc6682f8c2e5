/** A parameter as a template declares it: only the properties that restrict its value. */
export interface Declaration {
  readonly Type: string;
  readonly Default?: string;
  readonly Description?: string;
  readonly AllowedValues?: readonly string[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
}

/** A template's parameters by name. */
export type DeclaredParameters = Readonly<Record<string, Declaration>>;

/** The option for a parameter: `configRules` for `ConfigRules`. */
export function optionOf(parameter: string): string {
  return `${parameter.slice(0, 1).toLowerCase()}${parameter.slice(1)}`;
}

/**
 * Why a parameter cannot have a value, in the words of its declaration; `undefined` if it can. CloudFormation matches
 * `AllowedPattern` against the whole value.
 */
export function whyNotAllowed(value: string, declaration: Declaration): string | undefined {
  const { AllowedValues: values, AllowedPattern: pattern } = declaration;
  if (values !== undefined && !values.includes(value)) return `Allowed values: ${values.join(', ')}.`;
  if (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value)) return undefined;
  const meaning = declaration.ConstraintDescription ?? declaration.Description;
  return [...(meaning === undefined ? [] : [meaning]), `It must match ${pattern}`].join(' ');
}
