import { type FunctionName } from '../../cli/start/deploy';
import type { Use } from '@palisade/sandbox/authorization/authorizer';
import { type Granted, unusedGrants } from '@palisade/sandbox/authorization/report';
import { type Exception, exceptions } from './exceptions';

/** Permissions that the roles lack, and those that they grant without need. */
export interface PermissionReport {
  /** Needed but not granted. */
  readonly missing: readonly string[];
  /** Granted but never used, and not an exception. */
  readonly unused: readonly string[];
  /** Exceptions for permissions that are used, or not granted. */
  readonly needless: readonly string[];
  /** The same as text for people. */
  readonly text: string;
}

/** Compares what each role grants with what its function needed. */
export function permissionReport(
  policies: ReadonlyMap<FunctionName, readonly unknown[]>,
  { used, missing }: { readonly used: readonly Use[]; readonly missing: readonly Use[] },
): PermissionReport {
  const lacking = [
    ...new Set(missing.map(({ role, action, resource }) => `${role} lacks ${action} on ${resource}`)),
  ];
  const unused: string[] = [];
  const excused = new Set<Exception>();
  const lines: string[] = [];
  for (const [name, documents] of policies) {
    const own = used.filter(({ role }) => role.endsWith(`-${name}`));
    const never = unusedGrants(documents, own);
    const grants = unusedGrants(documents, []).length;
    lines.push(`${name.padEnd(12)} ${grants} permissions granted, ${grants - never.length} used`);
    for (const grant of never) {
      const excuse = exceptions.find((one) => one.role === name && excuses(one, grant));
      const { sid, action, resource } = grant;
      if (excuse === undefined) unused.push(`${name} ${sid}: ${action} on ${resource}`);
      else excused.add(excuse);
      lines.push(
        `  never used: ${action} on ${resource}${excuse === undefined ? '' : `: ${excuse.because}`}`,
      );
    }
  }
  const needless = exceptions
    .filter((one) => !excused.has(one))
    .map(({ role, action, on }) => `${role} ${action} on ${on}`);
  const total = `missing: ${lacking.length === 0 ? 'none' : lacking.join('\n         ')}`;
  return { missing: lacking, unused, needless, text: [...lines, total, ''].join('\n') };
}

function excuses({ action, on }: Exception, grant: Granted): boolean {
  return grant.action === action && grant.resource.endsWith(on);
}
