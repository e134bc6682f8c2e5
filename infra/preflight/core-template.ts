/** The part of a template that is needed here. */
interface Template {
  Parameters?: object;
  Resources?: object;
}

/**
 * Declares the parameters of the whole template in the small one from which the framework creates the stack. The
 * framework sends the same values with both, and CloudFormation refuses a value that is not declared ("Parameters: [X]
 * do not exist in the template"). A template may declare parameters that it does not use.
 * @param core changed in place
 */
export function declareParameters(core: Template, { Parameters: declared }: Template): void {
  if (declared !== undefined) core.Parameters = { ...declared, ...core.Parameters };
}
