import type { ActionName } from './action';
import type { Value } from './condition';
import type { KeyDomain } from './dimension';
import { locationForm } from './forms';
import type { Fixed } from './principal';
import type { RequestPlace, ResourceQuery } from './resource';
import { type Pinned, tiedParts } from './resource-cells';
import { formatDate, parseDate } from './scalar';
import type { Facts } from './setting';

interface Question {
  readonly action: ActionName;
  readonly resources: ResourceQuery;
}

function textOf(value: { readonly value: Value } | null): string | null {
  return typeof value?.value === 'string' ? value.value : null;
}

/** The time in one key from that in the other. */
function momentKey(key: string, given: Fixed): { readonly value: string } | null {
  const other = key === 'aws:currenttime' ? 'aws:epochtime' : 'aws:currenttime';
  const text = textOf(given(other));
  const moment = text === null ? null : parseDate(text);
  if (moment === null) return null;
  return { value: key === 'aws:currenttime' ? formatDate(moment) : String(Math.floor(moment / 1000)) };
}

/**
 * Keys that follow from what is asked, unless they are given: the Region of a call is that of its ARN, and SageMaker's
 * resources belong to the account in theirs; SageMaker is reached over HTTPS only; both keys of the time tell the same.
 */
export function derivedKeys({ action, resources }: Question, given: Fixed, principal: Fixed): Fixed {
  const { place } = resources;
  const { account } = place;
  const isSageMaker = action.service === 'sagemaker';
  return (key) => {
    if (key === 'aws:requestedregion' && place.region !== null) return { value: place.region };
    if (key === 'aws:resourceaccount' && isSageMaker && account !== null) return { value: account };
    if (key === 'aws:securetransport' && isSageMaker) return { value: 'true' };
    if (key === 'aws:currenttime' || key === 'aws:epochtime') return momentKey(key, given);
    return principal(key);
  };
}

/** Other services may leave the account of a resource out. */
function accountDomain(account: string): KeyDomain {
  return { absent: true, only: [account], prefer: [account], addresses: null };
}

/** The Regions of SageMaker's calls. */
const location: KeyDomain = {
  absent: false,
  prefer: ['us-east-1', 'eu-west-1'],
  form: locationForm,
  addresses: null,
};

/** What is known about the keys of these requests that have no fixed value. */
export function factsOf({ action, resources }: Question, facts: Facts | null): Facts | null {
  if (facts === null) return null;
  const { account } = resources.place;
  const owner = account === null ? null : accountDomain(account);
  const domain = (key: string): KeyDomain | null => {
    if (key === 'aws:resourceaccount' && owner !== null) return owner;
    return key === 'aws:requestedregion' && action.service === 'sagemaker' ? location : facts.domain(key);
  };
  return { ...facts, domain };
}

/** How the ARN and the keys that belong to its parts depend on each other. */
export interface Link {
  /** Whether the key is the part of the ARN. */
  readonly isTied: (key: string) => boolean;
  readonly pinned: Pinned;
}

export const unlinked: Link = { isTied: () => false, pinned: new Map() };

/** The context of a problem is taken as it is, even where it contradicts the ARN. */
export function linkOf({ tied }: RequestPlace, context: Fixed, extra: ReadonlyMap<string, Value>): Link {
  if (!tied) return unlinked;
  const isTied = (key: string) => tiedParts.has(key) && context(key) === null;
  const pins = [...tiedParts].flatMap(([key, part]): [number, string][] => {
    const value = extra.get(key);
    return isTied(key) && typeof value === 'string' ? [[part, value]] : [];
  });
  return { isTied, pinned: new Map(pins) };
}
