export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function hasKey(value: unknown, key: string): boolean {
  return isRecord(value) && Object.hasOwn(value, key);
}

/** Whether it is a list whose first item has this key: how a bare array is recognised. */
export function itemHas(value: unknown, key: string): boolean {
  return Array.isArray(value) && hasKey(value[0], key);
}

/** Whether it is an object from VPC ids to values that pass the test. */
export function eachVpc(content: unknown, test: (value: unknown) => boolean): boolean {
  return (
    isRecord(content) &&
    Object.keys(content).length > 0 &&
    Object.entries(content).every(([id, value]) => id.startsWith('vpc-') && test(value))
  );
}
