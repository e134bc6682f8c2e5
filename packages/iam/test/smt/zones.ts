import { and, not, or, type Term, text } from './terms';
import { inBlock, notPublic } from './address';
import type { NaivePerimeter } from '../naive';
import type { Key } from './keys';

export type ZoneTerms = Readonly<Record<'outside' | 'inside' | 'viaService', Term>>;

/** Which requests there are in each zone (docs/engine.md, "Modelling choices"). */
export function zones(keys: ReadonlyMap<string, Key>, perimeter: NaivePerimeter): ZoneTerms {
  const slot = (name: string) => {
    const found = keys.get(name)?.slots[0];
    if (found === undefined) throw new Error(`no key ${name}`);
    return found;
  };
  const absent = (names: readonly string[]) =>
    and(names.flatMap((name) => keys.get(name)?.slots ?? []).map(({ used }) => not(used)));
  const [address, vpc, vpce, via] = [
    'aws:sourceip',
    'aws:sourcevpc',
    'aws:sourcevpce',
    'aws:viaawsservice',
  ].map(slot) as [
    ReturnType<typeof slot>,
    ReturnType<typeof slot>,
    ReturnType<typeof slot>,
    ReturnType<typeof slot>,
  ];
  const owner = ['aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths', 'aws:sourcevpcarn'];
  const called = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'];
  const network = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'];

  const direct = and([`(= ${via.value} "false")`, absent([...called, ...owner])]);
  const corporate = or(perimeter.cidrs.map((cidr) => inBlock(address, cidr)));
  const isPublic = and([
    direct,
    absent(network),
    address.used,
    or([corporate, not(or(notPublic.map((block) => inBlock(address, block))))]),
  ]);
  const isThroughEndpoint = and([
    direct,
    absent(['aws:sourceip']),
    ...network.map((name) => slot(name).used),
    ...Object.entries(perimeter.endpointVpc).map(
      ([endpoint, home]) => `(=> (= ${vpce.value} ${text(endpoint)}) (= ${vpc.value} ${text(home)}))`,
    ),
  ]);
  const isKnown = or([
    ...perimeter.vpcs.map((id) => `(= ${vpc.value} ${text(id)})`),
    ...perimeter.vpcEndpoints.map((id) => `(= ${vpce.value} ${text(id)})`),
  ]);
  return {
    outside: or([and([isPublic, not(corporate)]), and([isThroughEndpoint, not(isKnown)])]),
    inside: or([and([isPublic, corporate]), and([isThroughEndpoint, isKnown])]),
    viaService: and([`(= ${via.value} "true")`, absent([...network, ...owner])]),
  };
}
