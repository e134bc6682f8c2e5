import type { Placed } from './bind';
import {
  endpointActionsOf,
  inWords,
  type EndpointQuestion,
  everyResource,
  solveQuestion,
  part,
} from './endpoint-question';
import { endpointSources } from './endpoint-statement';
import { makeQuery } from './solver';
import { createLibrary } from './library';
import { usualBounds } from './meter';
import { ownPrincipals, ownedResources } from './outsiders';

/** Whether `after` refuses a request between one's own principals and resources that `before` allows. */
export function endpointLockout(
  before: unknown,
  after: unknown,
  question: EndpointQuestion,
): { readonly status: 'none' } | { readonly status: 'some' | 'unknown'; readonly because: string } {
  const library = createLibrary(usualBounds);
  const [oldSources, newSources] = [endpointSources(before), endpointSources(after)];
  const asked = endpointActionsOf([before, after], question);
  if (!asked.complete) return { status: 'unknown', because: 'which actions the policies name' };
  for (const [action] of asked.kinds)
    for (const { resource, documents } of everyResource(question)) {
      const own = [ownPrincipals(question.own), ownedResources(question.own), ...documents];
      const old = part(oldSources, { documents: own }, action, library);
      const now = part(newSources, { documents: own }, action, library);
      const allows = now.layers[0]?.placed ?? [];
      const isNew = new Set([...allows, ...now.denies]);
      const nameOf = (placed: Placed): string =>
        isNew.has(placed) ? `${now.nameOf(placed)} of the new policy` : old.nameOf(placed);
      for (const query of [
        makeQuery([...old.layers, { name: 'a Deny of the new policy', placed: now.denies }], old.denies),
        makeQuery(old.layers, [...old.denies, ...allows]),
      ]) {
        const solved = solveQuestion(query, {}, action, resource, question, library);
        if (solved.status === 'unknown')
          return { status: 'unknown', because: inWords(solved.missing, nameOf).join('; ') };
        if (solved.status === 'reachable')
          return { status: 'some', because: `${action} on ${solved.request().resource} would be refused` };
      }
    }
  return { status: 'none' };
}
