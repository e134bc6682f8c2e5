import { describe, expect, it } from '@jest/globals';
import { rules } from '../../../rules/registry';
import { changing, planned } from './planned';
import { provePermissions, unproved } from './proof';
import { roleOf } from './role';

// A rule fails here if one of its calls would be denied when it is deployed. For every input in its case table, of
// steps and of inverses, the IAM engine decides about the role that the template gives to the function. The permissions
// that a request needs come from the sandbox's table of the service authorization reference, and not from the rules.
// They have not been confirmed on AWS.

describe.each(changing)('%s', (_, rule) => {
  it('may make every call of its table when it is deployed, and no others', async () => {
    const { steps, answers } = planned(rule);
    const { problems, allowed, denied } = await provePermissions(rule, steps, answers);
    expect(problems).toEqual([]);
    expect(allowed).toBeGreaterThan(0);
    expect(denied).toBeGreaterThanOrEqual(allowed);
    expect(unproved(rule, steps)).toEqual([]);
  });
});

it.each(['on-change', 'on-action'] as const)(
  'the role of %s stays well below the limit of inline policies',
  (name) => {
    const size = roleOf(name, rules).reduce((sum, { document }) => sum + JSON.stringify(document).length, 0);
    // Of IAM's 10,240 characters, a deployment's options (a key, tracing, central settings) take about 720, and the
    // longer names of GovCloud about 480 (both measured in November 2026).
    expect(size).toBeLessThan(9_000);
  },
);
