import type { Context } from 'aws-lambda';
import { type Evaluated, publishEvaluations } from '../adapters/channels/config';
import { type ConfigInvocation, parseConfigInvocation } from '../adapters/triggers/config';
import { BadInputError } from '../core/model/bad-input';
import { type Review, review, type Scope, type DryRunResult } from '../core/engine';
import type { Finding } from '../core/model/finding';
import { type ResourceRef, sameRef } from '../core/model/resource';
import { rules, ruleIds } from '../rules/registry';
import { logger } from './observe';
import { functionPlace } from './place';
import { dryRun, isDryRun } from './dry-run';
import { startInvocation } from './start';

/** How many evaluations were sent to AWS Config. */
export interface Evaluations {
  readonly rule: string;
  readonly evaluations: number;
}

/**
 * Evaluates one rule for AWS Config on live state, and enqueues what fails. It changes nothing itself.
 * @param event an invocation of a custom Lambda rule (AWS Config developer guide), for which @types/aws-lambda has no
 * type
 */
export const handler = async (
  event: unknown,
  context: Context,
): Promise<Evaluations | readonly DryRunResult[]> => {
  const { ports, clients, environment } = await startInvocation(context);
  if (isDryRun(event)) return dryRun(event, ports, environment);
  const invocation = parseConfigInvocation(event, ruleIds);
  const { evaluate, ruleId, resultToken, accountId } = invocation;
  const own = functionPlace(context).account;
  if (accountId !== own)
    throw new BadInputError(
      'AWS Config invocation',
      'accountId',
      `asks about ${accountId}, and this is ${own}`,
    );
  const judging = { ...ports, rules: rules.filter(({ meta }) => meta.id === ruleId) };
  const found = await review(judging, scopeOf(evaluate));
  // Before the evaluations are sent, so that nothing is lost if AWS Config refuses one.
  await ports.enqueue(found.toHandle, `AWS Config rule ${ruleId}`);
  const evaluated = evaluationsFor(invocation, found);
  await publishEvaluations(
    clients,
    { resultToken, orderingTimestamp: evaluate.orderingTimestamp },
    evaluated,
  );
  logger.info('evaluated', {
    rule: ruleId,
    evaluations: evaluated.length,
    enqueued: found.toHandle.length,
  });
  return { rule: ruleId, evaluations: evaluated.length };
};

/** What to evaluate: everything if the changed resource's name is known only in lower case. */
function scopeOf(evaluate: ConfigInvocation['evaluate']): Scope {
  return evaluate.kind === 'change' && !evaluate.isLowerCase ? [evaluate.ref] : 'account';
}

/** Two notebooks whose names differ only in case cannot exist, because their ARNs would be the same. */
function isNamed(resource: ResourceRef, ref: ResourceRef, isLowerCase: boolean): boolean {
  return sameRef(isLowerCase ? { ...resource, id: resource.id.toLowerCase() } : resource, ref);
}

/** For a change, exactly the resource that AWS Config asked about; for a schedule, all of them. */
function evaluationsFor({ evaluate, ruleId }: ConfigInvocation, found: Review): readonly Evaluated[] {
  const { findings } = found;
  if (evaluate.kind === 'scheduled')
    // AWS Config never drops a resource by itself, so deleted ones have to be sent too.
    return [
      ...findings.map(scheduled),
      ...found.gone.map((finding) => ({ ...scheduled(finding), gone: true })),
    ];
  const { ref, isLowerCase, configResourceId, configResourceType, applicable } = evaluate;
  const finding = findings.find(({ resource }) => isNamed(resource, ref, isLowerCase));
  return [
    {
      finding: finding ?? absent(ruleId, ref),
      configResourceId,
      configResourceType,
      gone: !applicable || finding === undefined,
    },
  ];
}

function scheduled(finding: Finding): Evaluated {
  const { configId } = finding.resource;
  return { finding, ...(configId === undefined ? {} : { configResourceId: configId }) };
}

/** The answer about a resource that does not exist (any more), because AWS Config still waits for one. */
function absent(
  ruleId: string,
  ref: { type: Finding['resource']['type']; id: string },
): Evaluated['finding'] {
  return {
    status: 'not-applicable',
    title: ruleId,
    message: 'the resource no longer exists',
    resource: { ...ref, arn: '', region: '' },
  };
}
