import {
  endpointActionsOf,
  askEndpoint,
  inWords,
  type EndpointQuestion,
  everyResource,
} from './endpoint-question';
import { endpointSources } from './endpoint-statement';
import { createLibrary } from './library';
import { usualBounds } from './meter';
import { anyResource, foreignPrincipals, foreignResources, ownPrincipals } from './outsiders';
import { strangers } from './strangers';
import type { Witness } from './types';

/** Whether the policy allows a request that is not entirely one's own. */
export type EndpointOpenness =
  | { readonly status: 'closed' }
  | {
      readonly status: 'open';
      /**
       * `principal`: the caller is of another account. `resource`: the caller is one's own, but the resource is not.
       */
      readonly foreign: 'principal' | 'resource';
      readonly witness: Witness;
      /** `statement 2 (AllowTeam)`. */
      readonly allowedBy: string;
    }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

/**
 * Searches for a request of a user or role of another account, or on a resource of another account, that the endpoint
 * policy allows. Exact: `open` has a concrete request; `closed` is proved for all accounts at once. AWS services
 * (`aws:PrincipalIsAWSService`) and what AWS offers to everybody do not count as foreign.
 */
export function endpointOpenness(document: unknown, question: EndpointQuestion): EndpointOpenness {
  const library = createLibrary(usualBounds);
  const sources = endpointSources(document);
  const { own } = question;
  const asked = endpointActionsOf([document], question);
  const missing = new Set(asked.complete ? [] : ['which actions the policy names']);
  const sides = [
    {
      foreign: 'principal',
      documents: [foreignPrincipals(own), anyResource()],
      targets: everyResource(question),
    },
    // A call that acts on no resource cannot act on somebody else's.
    {
      foreign: 'resource',
      documents: [ownPrincipals(own), foreignResources(own)],
      targets: everyResource(question).slice(0, 1),
    },
  ] as const;
  for (const { foreign, documents, targets } of sides)
    for (const { resource, documents: which } of targets)
      for (const kind of asked.kinds) {
        const side = [...documents, ...which];
        const general = askEndpoint(sources, { documents: side }, kind[0], resource, question, library);
        if (general.solved.status === 'unreachable') continue;
        for (const stranger of strangers(foreign, resource, document, kind, question)) {
          const { action, fixed } = stranger;
          const requests = { documents: [...side, stranger.caller], fixed };
          const { solved, nameOf } = askEndpoint(
            sources,
            requests,
            action,
            stranger.resource,
            question,
            library,
          );
          if (solved.status !== 'reachable') continue;
          const request = solved.request();
          if (!isConcrete(request.context)) continue;
          const allowedBy = solved.chosen.slice(0, 1).map(nameOf).join();
          return { status: 'open', foreign, witness: { action, ...request }, allowedBy };
        }
        const unclear =
          general.solved.status === 'unknown'
            ? inWords(general.solved.missing, general.nameOf)
            : [`whose accounts ${ownerKeys(general.solved.request().context).join(', ')} mean`];
        for (const what of unclear) missing.add(what);
      }
  return missing.size === 0 ? { status: 'closed' } : { status: 'unknown', missing: [...missing] };
}

/** The keys that show to whom the caller and the resource belong. */
function ownerKeys(context: Witness['context']): readonly string[] {
  return Object.keys(context).filter((key) => /^aws:(?:principal|resource|user)/i.test(key));
}

/** Whether the request shows the account of everything that takes part in it. */
function isConcrete(context: Witness['context']): boolean {
  const fits = (side: string): boolean => {
    const organization = context[`aws:${side}OrgID`];
    const paths = [context[`aws:${side}OrgPaths`] ?? []].flat();
    return paths.every((path) => typeof organization !== 'string' || path.startsWith(`${organization}/`));
  };
  // An id such as AROA… belongs to one account, but does not show which.
  const hasId = Object.keys(context).some((key) => key.toLowerCase() === 'aws:userid');
  return !hasId && fits('Principal') && fits('Resource');
}
