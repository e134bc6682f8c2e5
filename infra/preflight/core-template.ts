/** What is looked at of a template. */
interface Template {
  Parameters?: object;
  Resources?: object;
}

/**
 * Declares the whole template's parameters in the small one that the framework makes the stack from: it sends the same
 * values with both, and CloudFormation refuses a value that is not declared ("Parameters: [X] do not exist in the
 * template"). That a template does not use a parameter is legal.
 * @param core changed in place
 */
export function declareParameters(core: Template, { Parameters: declared }: Template): void {
  if (declared !== undefined) core.Parameters = { ...declared, ...core.Parameters };
}
