import { callerReasons, organizationReasons } from './caller';
import { formatReasons, transportReasons } from './formats';
import { chainReasons, networkReasons } from './network';
import { actionReasons, placeReasons, resourceReasons } from './resource';
import { tagReasons } from './tags';
import { timeReasons } from './time';
import type { GivenFacts, ShownRequest } from './types';
import { viewOf } from './view';

export { exampleResources } from './example';
export type { GivenFacts, ShownRequest } from './types';

const checks = [
  actionReasons,
  resourceReasons,
  placeReasons,
  networkReasons,
  chainReasons,
  callerReasons,
  organizationReasons,
  formatReasons,
  timeReasons,
  tagReasons,
  transportReasons,
];

/** Actions with the same text are checked alike, whatever the rest of the request. */
export { actionKind } from './resource';

/** Every reason why the request cannot exist, in plain words; empty when none is known. */
export function reasonsAgainst(request: ShownRequest, facts: GivenFacts): readonly string[] {
  const view = viewOf(request, facts);
  return checks.flatMap((check) => [...check(view)]);
}

/** The first reason why the request cannot exist, or undefined. */
export function impossible(request: ShownRequest, facts: GivenFacts): string | undefined {
  return reasonsAgainst(request, facts)[0];
}
