import { createEngine, type Engine, type Perimeter, type PolicySet, type Problem } from '@palisade/iam';
import { partitionOf, type Place } from '../model/resource';
import type { Question } from '../enforcement/protected-actions';
import type { PrincipalFormat } from './formats';

/** One thing that was proved, in words, or what speaks against it. */
export interface ProvedClaim {
  readonly says: string;
  /** Absent where it holds. */
  readonly objection?: string;
}

/** What the documents are to do, for whom. */
export interface Claim {
  readonly format: PrincipalFormat;
  readonly documents: readonly object[];
  readonly perimeter: Perimeter;
  readonly questions: readonly Question[];
  readonly rootAccess: boolean;
  readonly place: Place;
}

/**
 * Asks the IAM engine what becomes of a principal that may do everything else: no request from outside is allowed, no
 * request from inside is denied that was allowed, and of deployments exactly the open ones are denied. The documents
 * look at the principal only to exempt some, so that it holds for every other one.
 */
export function proveGuardrail(claim: Claim): readonly ProvedClaim[] {
  const engine = createEngine();
  const problem = problemsOf(claim);
  const protectedOnes = claim.questions.map(({ actions, resource }) => problem(actions, resource));
  const count = claim.questions.flatMap(({ actions }) => actions).length;
  return [
    check(
      `closed: no request from outside the perimeter is allowed for any of ${count} protected actions`,
      protectedOnes.map((one) => stillOpen(engine, one)),
    ),
    check(
      'not locked out: no request from inside that was allowed for them is denied',
      protectedOnes.map((one) => lockedOut(engine, one)),
    ),
    check('spared: calls for them that an AWS service forwards', [
      ...protectedOnes.map((one) => denied(engine, one, ['viaService'])),
    ]),
    ...proveDeployments(claim),
  ];
}

/** Of deployments exactly the open ones are denied, and no other action is. */
export function proveDeployments(claim: Omit<Claim, 'questions'>): readonly ProvedClaim[] {
  const engine = createEngine();
  const problem = problemsOf(claim);
  return [
    check('spared: every other action, from everywhere', [
      denied(engine, problem(['sagemaker:InvokeEndpoint', 's3:GetObject'], '*'), regions),
    ]),
    ...deployments(claim.rootAccess).map(({ what, action, open }) =>
      check(
        `closed: ${what}`,
        open.map((context) => possible(engine, problem([action], '*', context))),
      ),
    ),
    ...rightful(claim.rootAccess).map(({ what, action, context }) =>
      check(`not locked out: ${what}`, [lockedOut(engine, problem([action], '*', context))]),
    ),
  ];
}

/** Questions about somebody whom nothing exempts and who may do everything but for the documents. */
function problemsOf(claim: Omit<Claim, 'questions'>) {
  const { perimeter, place } = claim;
  const policies = policiesWith(claim);
  const arn = `arn:${partitionOf(place.region)}:iam::${place.account}:role/PalisadeProof`;
  return (actions: readonly string[], resource: string, context?: Context): Problem => ({
    principal: { arn, tags: {} },
    policies,
    actions,
    resources: [resource],
    perimeter,
    ...(context === undefined ? {} : { context }),
  });
}

type Context = Readonly<Record<string, string | readonly string[]>>;

const everything = {
  label: 'a policy that allows everything',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
};
const before: PolicySet = { identity: [everything], boundary: null, scps: [], rcps: [] };

function policiesWith({ format, documents }: Omit<Claim, 'questions'>): PolicySet {
  const ours = documents.map((document, index) => ({ label: `document ${index + 1}`, document }));
  switch (format) {
    // FullAWSAccess stays beside an SCP that denies.
    case 'scp':
      return { ...before, scps: [[everything, ...ours]] };
    case 'boundary':
      return { ...before, boundary: ours[0] ?? null };
    case 'iam':
    case 'permission-set':
      return { ...before, identity: [everything, ...ours] };
  }
}

/** Requests that must be denied, wherever they come from. */
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
/** Stands for every value that the policies do not name: they cannot tell these apart. */
const other = 'SomethingElse';

function rightNotebook(rootAccess: boolean): Context {
  return { [internet]: 'Disabled', [subnets]: ['subnet-1'], ...(rootAccess ? { [root]: 'Disabled' } : {}) };
}

function deployments(rootAccess: boolean): readonly Deployment[] {
  const create = 'sagemaker:CreateNotebookInstance';
  const but = (key: string, values: readonly (string | readonly string[])[]) =>
    values.map((value) => ({ ...rightNotebook(rootAccess), [key]: value }));
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

/** Requests that must stay as they were. */
function rightful(
  rootAccess: boolean,
): readonly { readonly what: string; readonly action: string; readonly context: Context }[] {
  const update = 'sagemaker:UpdateDomain';
  return [
    {
      what: `private notebook instances in a subnet${rootAccess ? ', without root access' : ''}`,
      action: 'sagemaker:CreateNotebookInstance',
      context: rightNotebook(rootAccess),
    },
    { what: 'new VpcOnly domains', action: 'sagemaker:CreateDomain', context: { [mode]: 'VpcOnly' } },
    { what: 'making a domain VpcOnly', action: update, context: { [mode]: 'VpcOnly' } },
    { what: 'changing other things of a domain', action: update, context: { [mode]: absent } },
    ...(rootAccess
      ? [
          {
            what: 'changing other things of a notebook instance',
            action: 'sagemaker:UpdateNotebookInstance',
            context: { [root]: absent },
          },
        ]
      : []),
  ];
}

function check(says: string, objections: readonly (string | undefined)[]): ProvedClaim {
  const [objection] = objections.filter((one) => one !== undefined);
  return objection === undefined ? { says } : { says, objection };
}

function stillOpen(engine: Engine, problem: Problem): string | undefined {
  const open = engine.decide(problem).find(({ outside }) => outside.status !== 'unreachable');
  return open === undefined ? undefined : `${open.action}: ${open.outside.because}`;
}

/** Allowed from anywhere, also by way of an AWS service. */
function possible(engine: Engine, problem: Problem): string | undefined {
  return engine
    .decide(problem)
    .flatMap((answer) => regions.map((region) => answer[region]))
    .find(({ status }) => status !== 'unreachable')?.because;
}

const regions = ['outside', 'inside', 'viaService'] as const;

/** Not allowed from one of these. */
function denied(
  engine: Engine,
  problem: Problem,
  from: readonly (typeof regions)[number][],
): string | undefined {
  return engine
    .decide(problem)
    .flatMap((answer) => from.map((region) => answer[region]))
    .find(({ status }) => status !== 'reachable')?.because;
}

function lockedOut(engine: Engine, problem: Problem): string | undefined {
  const lockout = engine.lockout(problem, before);
  return lockout.status === 'none' ? undefined : lockout.because;
}
