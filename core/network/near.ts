/**
 * In a request for notebooks or domains: all of them, provided that the network resource with this id belongs to a VPC
 * that holds a SageMaker endpoint. Route tables and security groups of other VPCs change all day long, and to describe
 * every notebook for each of them would cost far more than it could tell; there the sweep looks.
 */
export function near(networkId: string): string {
  return `near:${networkId}`;
}

/** The parts of a request for notebooks or domains: plain names or ids, and the network resources meant by `near`. */
export function splitNear(narrow: readonly string[]): {
  readonly named: readonly string[];
  readonly nearby: readonly string[];
} {
  const isNear = (id: string): boolean => id.startsWith('near:');
  return {
    named: narrow.filter((id) => !isNear(id)),
    nearby: narrow.filter(isNear).map((id) => id.slice('near:'.length)),
  };
}
