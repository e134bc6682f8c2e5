import { createEngine, type Engine, type Perimeter, type PolicySet, type Problem } from '@palisade/iam';
import { partitionOf, type Place } from '../model/resource';
import { mayBeForwarded } from '../model/ways-in';
import type { Question } from '../enforcement/protected-actions';
import type { PrincipalFormat } from './formats';

/** One claim that was proved, in words, or the objection to it. */
export interface ProvedClaim {
  readonly says: string;
  /** Absent if the claim holds. */
  readonly objection?: string;
}

/** What the documents must achieve, and for whom. */
export interface Claim {
  readonly format: PrincipalFormat;
  readonly documents: readonly object[];
  readonly perimeter: Perimeter;
  readonly questions: readonly Question[];
  readonly rootAccess: boolean;
  readonly place: Place;
}

/**
 * Asks the IAM engine about a principal that may do everything else: no request from outside is allowed, no request
 * from inside is denied that was allowed before, and exactly the open deployments are denied. The documents mention
 * principals only to exempt some, so the proof holds for every other principal.
 */
export function proveGuardrail(claim: Claim): readonly ProvedClaim[] {
  const engine = createEngine();
  const problem = problemsOf(claim);
  const problems = (isAsked: (action: string) => boolean) =>
    claim.questions.flatMap(({ actions, resource, context }) => {
      const asked = actions.filter(isAsked);
      return asked.length === 0 ? [] : [problem(asked, resource, context)];
    });
  const protectedProblems = problems(() => true);
  const spared = problems(mayBeForwarded);
  const refused = problems((action) => !mayBeForwarded(action));
  return [
    provedClaim(
      `closed: no request from outside the perimeter is allowed for any of ${countOf(protectedProblems)} protected actions`,
      protectedProblems.map((protectedProblem) => stillOpen(engine, protectedProblem)),
    ),
    provedClaim(
      'not locked out: no request from inside that was allowed for them is denied',
      protectedProblems.map((protectedProblem) => lockedOut(engine, protectedProblem)),
    ),
    ...(spared.length === 0
      ? []
      : [
          provedClaim(
            `spared: calls that an AWS service forwards, for ${countOf(spared)} of them that AWS checks again during the session`,
            spared.map((one) => denied(engine, one, ['viaService'])),
          ),
        ]),
    ...(refused.length === 0
      ? []
      : [
          provedClaim(
            `closed: calls that an AWS service forwards, for ${countOf(refused)} of them that nothing says AWS checks again`,
            refused.map((one) => possible(engine, one, ['viaService'])),
          ),
        ]),
    provedClaim('spared: the same actions in other Regions', [elsewhere(engine, claim)]),
    ...proveDeployments(claim),
  ];
}

/** The reason if the documents deny something in another Region, whose VPCs they do not know. */
function elsewhere(engine: Engine, claim: Claim): string | undefined {
  const { region } = claim.place;
  const problem = problemsOf(claim);
  const other = `${region.slice(0, region.lastIndexOf('-'))}-9`;
  const context = { 'aws:RequestedRegion': other };
  return claim.questions
    .map(({ actions, resource }) => problem(actions, resource.replace(`:${region}:`, `:${other}:`), context))
    .map((one) => denied(engine, one, zones))
    .find((objection) => objection !== undefined);
}

function countOf(problems: readonly Problem[]): number {
  return problems.flatMap(({ actions }) => actions).length;
}

/** Proves that exactly the open deployments are denied, and no other action that is not protected. */
export function proveDeployments(
  claim: Omit<Claim, 'questions'> & Partial<Pick<Claim, 'questions'>>,
): readonly ProvedClaim[] {
  const guarded = (claim.questions ?? []).flatMap(({ actions }) => actions);
  const engine = createEngine();
  const problem = problemsOf(claim);
  return [
    provedClaim('spared: every other action, from everywhere', [
      denied(
        engine,
        problem(
          ['sagemaker:InvokeEndpoint', 's3:GetObject'].filter((action) => !guarded.includes(action)),
          '*',
        ),
        zones,
      ),
    ]),
    ...openDeployments(claim.rootAccess).map(({ what, action, open }) =>
      provedClaim(
        `closed: ${what}`,
        open.map((context) => possible(engine, problem([action], '*', context))),
      ),
    ),
    ...mustStayAllowed(claim.rootAccess).map(({ what, action, context }) =>
      provedClaim(`not locked out: ${what}`, [lockedOut(engine, problem([action], '*', context))]),
    ),
  ];
}

/** Builds questions about a principal that is not exempt and may do everything that the documents do not deny. */
function problemsOf(claim: Omit<Claim, 'questions'>) {
  const { perimeter, place } = claim;
  const policies = policiesWith(claim);
  const arn = `arn:${partitionOf(place)}:iam::${place.account}:role/PalisadeProof`;
  return (actions: readonly string[], resource: string, context?: Context): Problem => ({
    // Without tags any are possible, those of a session too.
    principal: { arn },
    policies,
    actions,
    resources: [resource],
    perimeter,
    ...(context === undefined ? {} : { context }),
  });
}

export type Context = Readonly<Record<string, string | readonly string[]>>;

/** A policy of a principal that may do everything. */
export const allowEverything = {
  label: 'a policy that allows everything',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
};
const before: PolicySet = { identity: [allowEverything], boundary: null, scps: [], rcps: [] };

function policiesWith({ format, documents }: Omit<Claim, 'questions'>): PolicySet {
  const ours = documents.map((document, index) => ({ label: `document ${index + 1}`, document }));
  switch (format) {
    // FullAWSAccess stays attached next to an SCP that denies.
    case 'scp':
      return { ...before, scps: [[allowEverything, ...ours]] };
    case 'boundary':
      return { ...before, boundary: ours[0] ?? null };
    case 'iam':
    case 'permission-set':
      return { ...before, identity: [allowEverything, ...ours] };
  }
}

/** Requests that must be denied from any zone. */
interface Deployment {
  readonly what: string;
  readonly action: string;
  readonly open: readonly Context[];
}

const internet = 'sagemaker:DirectInternetAccess';
const subnets = 'sagemaker:VpcSubnets';
const mode = 'sagemaker:AppNetworkAccessType';
const root = 'sagemaker:RootAccess';
const absent: readonly string[] = [];
/** Stands for every value that the policies do not name, since they treat all of those the same. */
const other = 'SomethingElse';

function closedNotebook(rootAccess: boolean): Context {
  return { [internet]: 'Disabled', [subnets]: ['subnet-1'], ...(rootAccess ? { [root]: 'Disabled' } : {}) };
}

function openDeployments(rootAccess: boolean): readonly Deployment[] {
  const create = 'sagemaker:CreateNotebookInstance';
  const but = (key: string, values: readonly (string | readonly string[])[]) =>
    values.map((value) => ({ ...closedNotebook(rootAccess), [key]: value }));
  return [
    {
      what: 'notebook instances with direct internet access, also where the request does not mention it',
      action: create,
      open: but(internet, ['Enabled', other, absent]),
    },
    { what: 'notebook instances without a subnet', action: create, open: but(subnets, [absent]) },
    {
      what: 'new domains outside VpcOnly, also where the request does not mention it',
      action: 'sagemaker:CreateDomain',
      open: ['PublicInternetOnly', other, absent].map((value) => ({ [mode]: value })),
    },
    {
      what: 'taking a domain out of VpcOnly',
      action: 'sagemaker:UpdateDomain',
      open: ['PublicInternetOnly', other].map((value) => ({ [mode]: value })),
    },
    ...(rootAccess
      ? [
          {
            what: 'notebook instances with root access, also where the request does not mention it',
            action: create,
            open: but(root, ['Enabled', other, absent]),
          },
          {
            what: 'giving root access to a notebook instance',
            action: 'sagemaker:UpdateNotebookInstance',
            open: ['Enabled', other].map((value) => ({ [root]: value })),
          },
        ]
      : []),
  ];
}

/** Requests that must stay allowed. */
function mustStayAllowed(
  rootAccess: boolean,
): readonly { readonly what: string; readonly action: string; readonly context: Context }[] {
  const update = 'sagemaker:UpdateDomain';
  return [
    {
      what: `private notebook instances in a subnet${rootAccess ? ', without root access' : ''}`,
      action: 'sagemaker:CreateNotebookInstance',
      context: closedNotebook(rootAccess),
    },
    { what: 'new VpcOnly domains', action: 'sagemaker:CreateDomain', context: { [mode]: 'VpcOnly' } },
    { what: 'making a domain VpcOnly', action: update, context: { [mode]: 'VpcOnly' } },
    { what: 'changing other settings of a domain', action: update, context: { [mode]: absent } },
    ...(rootAccess
      ? [
          {
            what: 'changing other settings of a notebook instance',
            action: 'sagemaker:UpdateNotebookInstance',
            context: { [root]: absent },
          },
        ]
      : []),
  ];
}

/** The claim with the first objection to it, if there is one. */
export function provedClaim(says: string, objections: readonly (string | undefined)[]): ProvedClaim {
  const [objection] = objections.filter((text) => text !== undefined);
  return objection === undefined ? { says } : { says, objection };
}

function stillOpen(engine: Engine, problem: Problem): string | undefined {
  const open = engine.decide(problem).find(({ outside }) => outside.status !== 'unreachable');
  return open === undefined ? undefined : `${open.action}: ${open.outside.because}`;
}

/** The reason if some request may be allowed, from one of these zones. */
function possible(
  engine: Engine,
  problem: Problem,
  from: readonly (typeof zones)[number][] = zones,
): string | undefined {
  return engine
    .decide(problem)
    .flatMap((answer) => from.map((zone) => answer[zone]))
    .find(({ status }) => status !== 'unreachable')?.because;
}

const zones = ['outside', 'inside', 'viaService'] as const;

/** The reason if some request may not be allowed, from one of these zones. */
function denied(
  engine: Engine,
  problem: Problem,
  from: readonly (typeof zones)[number][],
): string | undefined {
  return engine
    .decide(problem)
    .flatMap((answer) => from.map((zone) => answer[zone]))
    .find(({ status }) => status !== 'reachable')?.because;
}

function lockedOut(engine: Engine, problem: Problem): string | undefined {
  const lockout = engine.lockout(problem, before);
  return lockout.status === 'none' ? undefined : lockout.because;
}
