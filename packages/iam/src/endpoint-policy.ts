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

/** Whether the policy lets a request through that is not wholly one's own. */
export type EndpointOpenness =
  | { readonly status: 'closed' }
  | {
      readonly status: 'open';
      /** Whose it is: the caller of another account, or the caller is one's own and the resource is not. */
      readonly foreign: 'principal' | 'resource';
      readonly witness: Witness;
      /** `statement 2 (AllowTeam)`. */
      readonly allowedBy: string;
    }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

/**
 * Looks for a request of a user or role of another account, or on a resource of another account, that the endpoint
 * policy lets through. Exact: `open` has a concrete request, `closed` is proved for all accounts at once. AWS services
 * (`aws:PrincipalIsAWSService`) and what AWS offers to everybody are not foreign.
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
    // A call that acts on no resource acts on nobody else's.
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
        if (general.judged.status === 'unreachable') continue;
        for (const stranger of strangers(foreign, resource, document, kind, question)) {
          const { action, fixed } = stranger;
          const requests = { documents: [...side, stranger.caller], fixed };
          const { judged, nameOf } = askEndpoint(
            sources,
            requests,
            action,
            stranger.resource,
            question,
            library,
          );
          if (judged.status !== 'reachable') continue;
          const request = judged.request();
          if (!isConcrete(request.context)) continue;
          const allowedBy = judged.chosen.slice(0, 1).map(nameOf).join();
          return { status: 'open', foreign, witness: { action, ...request }, allowedBy };
        }
        const unclear =
          general.judged.status === 'unknown'
            ? inWords(general.judged.missing, general.nameOf)
            : [`whose accounts ${ownerKeys(general.judged.request().context).join(', ')} mean`];
        for (const what of unclear) missing.add(what);
      }
  return missing.size === 0 ? { status: 'closed' } : { status: 'unknown', missing: [...missing] };
}

/** The keys that say whose the caller and the resource are. */
function ownerKeys(context: Witness['context']): readonly string[] {
  return Object.keys(context).filter((key) => /^aws:(?:principal|resource|user)/i.test(key));
}

/** Whether nothing in the request belongs to an account that is not known from it. */
function isConcrete(context: Witness['context']): boolean {
  const fits = (side: string): boolean => {
    const organization = context[`aws:${side}OrgID`];
    const paths = [context[`aws:${side}OrgPaths`] ?? []].flat();
    return paths.every((path) => typeof organization !== 'string' || path.startsWith(`${organization}/`));
  };
  // An id such as AROA… is of one account, but does not say which.
  const hasId = Object.keys(context).some((key) => key.toLowerCase() === 'aws:userid');
  return !hasId && fits('Principal') && fits('Resource');
}
