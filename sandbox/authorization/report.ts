import { isArray, isRecord } from '../protocol/shape';
import type { Use } from './authorizer';
import { glob } from './evaluate';

/** A permission that a role grants, by its statement. */
export interface Granted {
  readonly sid: string;
  readonly action: string;
}

/** The grants of a role's policies that no call ever used: each is a permission too many. */
export function unusedGrants(policies: readonly unknown[], used: readonly Use[]): readonly Granted[] {
  return policies.flatMap((policy) =>
    list(isRecord(policy) ? policy['Statement'] : undefined)
      .filter(isRecord)
      .filter((statement) => statement['Effect'] === 'Allow')
      .flatMap((statement) => {
        const resources = list(statement['Resource']).map(String);
        const serves = (action: string, use: Use): boolean =>
          matches(action, use.action, true) &&
          resources.some((resource) => matches(resource, use.resource, false));
        return list(statement['Action'])
          .map(String)
          .filter((action) => !used.some((use) => serves(action, use)))
          .map((action) => ({ sid: typeof statement['Sid'] === 'string' ? statement['Sid'] : '', action }));
      }),
  );
}

function matches(pattern: string, text: string, ignoreCase: boolean): boolean {
  return glob([{ text: pattern, quoted: false }], ignoreCase).test(text);
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return isArray(value) ? value : [value];
}
