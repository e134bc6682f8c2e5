import type { Finding } from '../core/model/finding';
import type { Severity } from '../core/model/rule';
import { severities } from './options';

/**
 * 1 when something fails at or above `failOn`; otherwise 3 when something could not be judged, because it may fail;
 * otherwise 0.
 */
export function exitCode(
  findings: readonly Pick<Finding, 'status' | 'severity'>[],
  failOn: Severity,
): 0 | 1 | 3 {
  if (findings.some(({ status, severity }) => status === 'fail' && isAtLeast(severity, failOn))) return 1;
  return findings.some(({ status }) => status === 'unknown') ? 3 : 0;
}

function isAtLeast(severity: Severity, failOn: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(failOn);
}
