import { isArray, isPlainObject } from '../protocol/shape';
import type { Use } from './authorizer';
import { glob } from './evaluate';

/** A permission that a role grants: one action on one resource pattern, with the id of the statement. */
export interface Granted {
  readonly sid: string;
  readonly action: string;
  readonly resource: string;
}

/** The grants of a role's policies that no call ever used: each is one permission too many. */
export function unusedGrants(policies: readonly unknown[], used: readonly Use[]): readonly Granted[] {
  return policies.flatMap((policy) =>
    list(isPlainObject(policy) ? policy['Statement'] : undefined)
      .filter(isPlainObject)
      .filter((statement) => statement['Effect'] === 'Allow')
      .flatMap((statement) => {
        const sid = typeof statement['Sid'] === 'string' ? statement['Sid'] : '';
        const serves = ({ action, resource }: Granted, use: Use): boolean =>
          matches(action, use.action, true) && matches(resource, use.resource, false);
        return list(statement['Action'])
          .flatMap((action) =>
            list(statement['Resource']).map((resource) => ({
              sid,
              action: String(action),
              resource: String(resource),
            })),
          )
          .filter((granted) => !used.some((use) => serves(granted, use)));
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
