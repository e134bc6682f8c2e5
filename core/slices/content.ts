import { isRecord } from '../model/json';

export function hasKey(value: unknown, key: string): boolean {
  return isRecord(value) && Object.hasOwn(value, key);
}

/** Whether the value is a list whose first item has this key; recognises a bare array. */
export function itemHas(value: unknown, key: string): boolean {
  return Array.isArray(value) && hasKey(value[0], key);
}

/** Whether the content is a non-empty object that maps VPC ids to values which pass the test. */
export function eachVpc(content: unknown, test: (value: unknown) => boolean): boolean {
  return (
    isRecord(content) &&
    Object.keys(content).length > 0 &&
    Object.entries(content).every(([id, value]) => id.startsWith('vpc-') && test(value))
  );
}
