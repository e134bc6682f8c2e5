import { ofNotebook } from '../../core/network/consumers';
import { anyRouteOut, familiesOf } from '../../core/network/internet';
import { describeGates } from '../../core/network/internet-gates';
import { networkOf } from '../../core/network/network';
import type { Reachability } from '../../core/network/reach';
import type { Path } from '../../core/network/path';
import { pathTo } from '../../core/network/service-path';
import type { Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';
import type { Options } from './options';

/** The facts for the ticket and the report. A type alias, so that it is plain data. */
export type Evidence = {
  readonly status: string;
  readonly subnetId: string;
  readonly securityGroups: readonly string[];
  readonly broken: readonly { readonly service: string; readonly because: string }[];
  /** The route to the internet, if strict mode forbids one. */
  readonly internet: string | null;
  /** What of VPC Block Public Access and encryption controls restricts how traffic leaves, as far as it was read. */
  readonly gates: readonly string[];
};

/** The services that every notebook needs: the API, and the runtime that serves predictions. */
export const neededServices = ['sagemaker.api', 'sagemaker.runtime'] as const;

/**
 * Fails when a notebook without direct internet access has no working private path to the API or the runtime; in
 * strict mode also when it has any route to the internet, NAT included.
 */
export function evaluate(
  notebook: NotebookInstance,
  snapshot: Snapshot,
  _settings: Settings,
  { strict }: Options,
): Verdict<Evidence> {
  const exclusion = whyNotApplicable(notebook);
  if (exclusion !== undefined) return { status: 'not-applicable', because: exclusion };
  if (notebook.DirectInternetAccess !== 'Disabled')
    return {
      status: 'unknown',
      missing: [`DirectInternetAccess is ${notebook.DirectInternetAccess ?? 'absent'}`],
    };
  const { SubnetId: subnetId } = notebook;
  if (subnetId === undefined) return { status: 'unknown', missing: ['the subnet of the notebook'] };

  const paths = pathsOf(notebook, snapshot);
  const broken = paths.flatMap(({ service, path }) =>
    path.status === 'broken' ? [{ service, because: path.because }] : [],
  );
  const internet = strict ? routeOut(notebook, snapshot) : undefined;
  if (broken.length > 0 || internet?.status === 'yes')
    return {
      status: 'fail',
      message: [
        ...broken.map(({ service, because }) => `No private path to ${service}: ${because}`),
        ...(internet?.status === 'yes' ? [`It has a path to the internet: ${internet.because}`] : []),
      ].join('. '),
      evidence: {
        status: notebook.NotebookInstanceStatus,
        subnetId,
        securityGroups: notebook.SecurityGroups ?? [],
        broken,
        internet: internet?.status === 'yes' ? internet.because : null,
        gates: gatesOf(notebook, snapshot),
      },
    };
  const missing = [
    ...paths.flatMap(({ path }) => (path.status === 'unknown' ? path.missing : [])),
    ...(internet?.status === 'unknown' ? internet.missing : []),
  ];
  if (missing.length > 0) return { status: 'unknown', missing: [...new Set(missing)] };
  const assumed = [
    ...new Set(paths.flatMap(({ path }) => (path.status === 'works' ? (path.assumed ?? []) : []))),
  ];
  return {
    status: 'pass',
    ...(assumed.length === 0 ? {} : { missing: assumed }),
    because: paths
      .flatMap(({ service, path }) =>
        path.status === 'works'
          ? [`${service} through ${path.through === 'nat' ? 'NAT, ' : ''}${path.because}`]
          : [],
      )
      .join('; '),
  };
}

function whyNotApplicable({
  DirectInternetAccess,
  NotebookInstanceStatus,
}: NotebookInstance): string | undefined {
  if (NotebookInstanceStatus === 'Deleting') return 'the notebook instance is being deleted';
  if (NotebookInstanceStatus === 'Failed') return 'the notebook has failed and is not running';
  if (DirectInternetAccess === 'Enabled')
    return 'direct internet access is on; notebook-direct-internet judges that';
  return undefined;
}

/** The path to each service that the notebook needs. */
export function pathsOf(
  notebook: NotebookInstance,
  snapshot: Snapshot,
): readonly { readonly service: (typeof neededServices)[number]; readonly path: Path }[] {
  const network = networkOf(snapshot);
  const consumer = ofNotebook(notebook, network);
  return neededServices.map((service) => {
    if (consumer === undefined) return { service, path: { status: 'unknown', missing: ['its network'] } };
    if ('missing' in consumer) return { service, path: { status: 'unknown', missing: [consumer.missing] } };
    return { service, path: pathTo(service, consumer, network, snapshot) };
  });
}

function gatesOf(notebook: NotebookInstance, snapshot: Snapshot): readonly string[] {
  const network = networkOf(snapshot);
  const subnet = network.subnet(notebook.SubnetId ?? '');
  return 'is' in subnet ? describeGates(network, subnet.is.VpcId) : [];
}

/** The notebook's route to the internet. Only a dual-stack notebook has an IPv6 address. */
function routeOut(notebook: NotebookInstance, snapshot: Snapshot): Reachability {
  const network = networkOf(snapshot);
  const consumer = ofNotebook(notebook, network);
  if (consumer === undefined) return { status: 'unknown', missing: ['its network'] };
  if ('missing' in consumer) return { status: 'unknown', missing: [consumer.missing] };
  const { name, vpcId, groupIds } = consumer;
  return anyRouteOut(
    network,
    { name, vpcId, groupIds, subnetId: notebook.SubnetId ?? '' },
    familiesOf(notebook),
  );
}
