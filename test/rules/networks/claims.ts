import { isRecord } from '../../../core/model/json';
import { requiredServices, sageMakerService } from '../../../core/model/sagemaker-services';
import type { Snapshot } from '../../../core/model/snapshot';
import type { Settings } from '../../../core/settings';
import type { NotebookInstance } from '../../../core/slices/notebooks';
import type { VpcEndpoint } from '../../../core/slices/endpoints';
import type { Evidence as Lacking } from '../../../rules/endpoint-required/evaluate';
import type { Evidence as Groups } from '../../../rules/endpoint-security-group/evaluate';
import type { Evidence as Subnets } from '../../../rules/endpoint-subnets/evaluate';
import type { Evidence as InVpc } from '../../../rules/notebook-in-vpc/evaluate';
import { type Evidence as Route, pathsOf } from '../../../rules/notebook-private-route/evaluate';
import type { Seen } from './verdicts';

/**
 * What a verdict says about a fact that other verdicts speak about too. Two claims about one fact contradict each other
 * if they do not say the same. What is unknown claims nothing.
 */
export interface FactClaim {
  readonly fact: string;
  readonly says: string;
  /** The rule and the subject. */
  readonly by: string;
  readonly rule: string;
}

/** The kinds of facts that two rules speak about, with the words in which a claim names them. */
export const facts = {
  leads: (service: string, vpc: string) => `the name of ${service} leads to an endpoint in ${vpc}`,
  hasEndpoint: (service: string, vpc: string) => `${vpc} has an endpoint for ${service} that takes traffic`,
  takesTraffic: (endpoint: string) => `${endpoint} takes traffic`,
  reaches: (consumer: string, endpoint: string) => `${consumer} reaches ${endpoint} on TCP 443`,
  isUsed: (vpc: string) => `SageMaker is used in ${vpc}`,
  hasEnded: (endpoint: string) => `${endpoint} has ended`,
  isApproved: (vpc: string) => `${vpc} is approved`,
  usesVpc: (consumer: string) => `the calls of ${consumer} leave through its VPC`,
  vpcOf: (notebook: string) => `the VPC of ${notebook}`,
  seesAll: (vpc: string) => `every endpoint of ${vpc} can be seen`,
} as const;

type Say = (fact: string, says: string | boolean) => void;

interface Around {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly say: Say;
}

/** All claims of these verdicts. */
export function claimsOf(
  verdicts: readonly Seen[],
  snapshot: Snapshot,
  settings: Settings,
): readonly FactClaim[] {
  return verdicts.flatMap((seen) => {
    const claims: FactClaim[] = [];
    const say: Say = (fact, says) => {
      const text = typeof says === 'string' ? says : says ? 'yes' : 'no';
      claims.push({ fact, says: text, by: `${seen.rule} of ${seen.id}`, rule: seen.rule });
    };
    readers[seen.rule]?.(seen, { snapshot, settings, say });
    return claims;
  });
}

const readers: Readonly<Record<string, (seen: Seen, around: Around) => void>> = {
  'endpoint-required': ofRequired,
  'endpoint-private-dns': ofPrivateDns,
  'endpoint-policy': ofPolicy,
  'endpoint-security-group': ofGroups,
  'endpoint-subnets': ofSubnets,
  'notebook-private-route': ofRoute,
  'notebook-in-vpc': ofInVpc,
  'notebook-direct-internet': ({ id, verdict: { status } }, { say }) => {
    if (status === 'pass' || status === 'fail') say(facts.usesVpc(`notebook ${id}`), status === 'pass');
  },
  'studio-vpc-only': ({ id, verdict: { status } }, { say }) => {
    if (status === 'pass' || status === 'fail') say(facts.usesVpc(`domain ${id}`), status === 'pass');
  },
};

function ofRequired({ id: vpc, verdict }: Seen, { say }: Around): void {
  if (verdict.status === 'not-applicable') say(facts.isUsed(vpc), false);
  if (verdict.status === 'unknown' && verdict.missing.some((text) => isOfOwner(text)))
    say(facts.seesAll(vpc), false);
  if (verdict.status === 'pass')
    for (const [, service = '', reason = ''] of (verdict.because ?? '').matchAll(supplied)) {
      const endpoint = /^(vpce-\S+) is available/.exec(reason)?.[1];
      if (endpoint === undefined) say(facts.leads(service, vpc), true);
      else {
        say(facts.hasEndpoint(service, vpc), true);
        say(facts.takesTraffic(endpoint), true);
        say(facts.hasEnded(endpoint), false);
      }
    }
  if (verdict.status === 'fail') {
    const { consumers, lacks } = verdict.evidence as Lacking;
    if (consumers.length > 0) say(facts.isUsed(vpc), true);
    for (const { service, state, endpoint } of lacks) {
      say(facts.hasEndpoint(service, vpc), false);
      if (state === 'missing' && endpoint === null) say(facts.seesAll(vpc), true);
      if (endpoint === null) continue;
      say(facts.takesTraffic(endpoint), false);
      say(facts.hasEnded(endpoint), state === 'missing');
    }
  }
}

/** The services of a verdict that passes, each with what supplies it: `sagemaker.api: vpce-1 is available`. */
const supplied = new RegExp(
  `(?:^|; )(${requiredServices.map((service) => service.replace('.', '\\.')).join('|')}): ([^;]*)`,
  'g',
);

/** Whether something is missing because another account owns the VPC. */
function isOfOwner(text: string): boolean {
  return /what account \d+ keeps in its VPC/.test(text);
}

function endpointOf(id: string, snapshot: Snapshot): VpcEndpoint | undefined {
  const endpoints = snapshot.read('endpoints');
  return endpoints.status === 'read'
    ? endpoints.value.find(({ VpcEndpointId }) => VpcEndpointId === id)
    : undefined;
}

function serviceOf(endpoint: VpcEndpoint): string {
  return sageMakerService(endpoint.ServiceName)?.service ?? '';
}

/** What every rule about endpoints says: whether the endpoint is one that still counts. */
function sayEnded({ id, verdict }: Seen, { say }: Around): boolean {
  const hasEnded = verdict.status === 'not-applicable' && verdict.because.startsWith('the endpoint is ');
  if (verdict.status !== 'unknown') say(facts.hasEnded(id), hasEnded);
  return hasEnded;
}

function ofPrivateDns(seen: Seen, around: Around): void {
  const { id, verdict } = seen;
  const endpoint = endpointOf(id, around.snapshot);
  if (sayEnded(seen, around) || endpoint === undefined) return;
  if (verdict.status === 'pass' || verdict.status === 'fail')
    around.say(facts.leads(serviceOf(endpoint), endpoint.VpcId), verdict.status === 'pass');
}

function ofPolicy(seen: Seen, around: Around): void {
  sayEnded(seen, around);
}

function ofGroups(seen: Seen, around: Around): void {
  const { id, verdict } = seen;
  const endpoint = endpointOf(id, around.snapshot);
  if (sayEnded(seen, around) || endpoint === undefined) return;
  const say = (consumer: string, isReached: boolean): void => {
    around.say(facts.reaches(consumer, id), isReached);
    around.say(facts.isUsed(endpoint.VpcId), true);
    around.say(facts.usesVpc(consumer.replace('shared spaces of ', '')), true);
  };
  if (verdict.status === 'fail')
    for (const { consumer } of (verdict.evidence as Groups).unreached) say(consumer, false);
  if (verdict.status === 'pass')
    for (const consumer of /^(.*) can reach it/.exec(verdict.because ?? '')?.[1]?.split(', ') ?? [])
      say(consumer, true);
}

function ofSubnets(seen: Seen, around: Around): void {
  const { id, verdict } = seen;
  const endpoint = endpointOf(id, around.snapshot);
  if (sayEnded(seen, around) || endpoint === undefined) return;
  const isForAll = !['notebook', 'studio'].includes(serviceOf(endpoint));
  if (verdict.status === 'not-applicable' && isForAll) around.say(facts.isUsed(endpoint.VpcId), false);
  if (verdict.status === 'pass') around.say(facts.isUsed(endpoint.VpcId), true);
  if (verdict.status === 'fail') around.say(facts.isUsed((verdict.evidence as Subnets).vpcId), true);
}

function ofRoute({ id, verdict }: Seen, { snapshot, say }: Around): void {
  const consumer = `notebook ${id}`;
  if (verdict.status === 'not-applicable' && verdict.because.startsWith('direct internet access'))
    say(facts.usesVpc(consumer), false);
  const own = vpcOfSubnet(notebookNamed(id, snapshot)?.SubnetId, snapshot);
  if (verdict.status === 'unknown' && own !== undefined && verdict.missing.some((text) => isOfOwner(text)))
    say(facts.seesAll(own), false);
  if (verdict.status !== 'pass' && verdict.status !== 'fail') return;
  say(facts.usesVpc(consumer), true);
  const notebook = notebookNamed(id, snapshot);
  const vpc = vpcOfSubnet(notebook?.SubnetId, snapshot);
  if (notebook === undefined || vpc === undefined) return;
  say(facts.isUsed(vpc), true);
  say(facts.vpcOf(consumer), vpc);
  const broken = verdict.status === 'fail' ? (verdict.evidence as Route).broken : undefined;
  for (const { service, path } of pathsOf(notebook, snapshot)) {
    const leads = facts.leads(service, vpc);
    if (path.status === 'works' && broken === undefined) {
      const endpoint = /^vpce-\w+/.exec(path.because)?.[0];
      say(leads, path.through === 'endpoint');
      if (path.through !== 'endpoint' || endpoint === undefined) continue;
      say(facts.takesTraffic(endpoint), true);
      say(facts.reaches(consumer, endpoint), true);
      if (endpointOf(endpoint, snapshot)?.VpcId === vpc) say(facts.hasEndpoint(service, vpc), true);
    }
    if (path.status !== 'broken' || !broken?.some((one) => one.service === service)) continue;
    const { fault } = path;
    // A zone may lead to what the snapshot does not show, which is perhaps an endpoint.
    if (fault.kind !== 'zone') say(leads, fault.kind === 'groups' || fault.kind === 'pending');
    if (fault.kind === 'groups') say(facts.reaches(consumer, fault.endpoint.VpcEndpointId), false);
    if (fault.kind === 'groups' || fault.kind === 'pending')
      say(facts.takesTraffic(fault.endpoint.VpcEndpointId), fault.kind === 'groups');
    if (fault.kind === 'no-way') {
      say(facts.hasEndpoint(service, vpc), false);
      say(facts.seesAll(vpc), true);
    }
  }
}

function ofInVpc({ id, verdict }: Seen, { snapshot, settings, say }: Around): void {
  const notebook = notebookNamed(id, snapshot);
  const place = facts.vpcOf(`notebook ${id}`);
  if (verdict.status === 'pass') {
    const vpc = vpcOfSubnet(notebook?.SubnetId, snapshot) ?? 'not known';
    say(place, vpc);
    say(facts.isApproved(vpc), true);
  }
  if (verdict.status !== 'fail') return;
  const { vpcId } = verdict.evidence as InVpc;
  say(place, vpcId ?? 'none');
  if (vpcId === null) return;
  say(facts.isApproved(vpcId), false);
  if (isRecord(settings.perimeter) && settings.perimeter.vpcs === undefined) {
    // It is not approved because no endpoint for the API is seen in it.
    say(facts.hasEndpoint('sagemaker.api', vpcId), false);
    say(facts.seesAll(vpcId), true);
  }
}

function notebookNamed(name: string, snapshot: Snapshot): NotebookInstance | undefined {
  const notebooks = snapshot.read('notebooks');
  return notebooks.status === 'read'
    ? notebooks.value.items.find(({ NotebookInstanceName }) => NotebookInstanceName === name)
    : undefined;
}

function vpcOfSubnet(id: string | undefined, snapshot: Snapshot): string | undefined {
  const subnets = snapshot.read('subnets');
  return subnets.status === 'read' ? subnets.value.find(({ SubnetId }) => SubnetId === id)?.VpcId : undefined;
}
