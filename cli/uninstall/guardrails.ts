import { nameInArn } from '@palisade/iam';
import { deleteInline, removePolicy, detach, type Holder } from '../../adapters/leftovers/guardrail-policies';
import { classify } from '../../adapters/aws/classify';
import { keptArn } from '../../core/guardrail/attach';
import { undoCalls } from '../../core/engine';
import { type Principal, principalsOf } from '../../core/principals/assemble';
import { rules } from '../../rules/registry';
import { type Leftover, type UninstallContext, firstTextIn } from './leftover';

interface Attachment {
  readonly holder: Holder;
  readonly call: string;
  readonly input: Readonly<Record<string, string>>;
  readonly policy: string;
  readonly take: () => Promise<void>;
}

/** Guardrails on users and roles that the ledger does not know; their names show that they are Palisade's. */
export async function guardrails(context: UninstallContext): Promise<readonly Leftover[]> {
  const known = await knownToLedger(context);
  return (await holdings(context))
    .filter(({ input }) => !known.has(keyOf(input)))
    .map(({ holder, call, input, policy, take }) => ({
      id: `${holder.kind}/${holder.name}/${policy}`,
      what: `${policy} on ${holder.kind} ${holder.name}, of which the ledger knows nothing`,
      calls: [{ call, input }],
      take: () => taken(call, take),
    }));
}

/** Why a guardrail could not be detached from a role that AWS manages; any other error is thrown again. */
async function taken(call: string, take: () => Promise<void>): Promise<string | undefined> {
  try {
    await take();
    return undefined;
  } catch (error) {
    const failure = classify(call, error);
    if (failure.kind !== 'unmodifiable') throw error;
    return `${failure.message}: take the policy out of its permission set in IAM Identity Center, then run this again`;
  }
}

/** The shared policies of this Region. One that stays attached to somebody stays too. */
export async function sharedPolicies(
  context: UninstallContext,
  staying: readonly Leftover[],
): Promise<readonly Leftover[]> {
  const details = await context.principals();
  const kept = new Set(staying.flatMap(({ calls }) => calls.map(({ input }) => keyOf(input))));
  const holders = (await holdings(context)).filter(
    ({ input }) => context.mode === 'apply' || kept.has(keyOf(input)),
  );
  return details.Policies.filter(({ Arn }) => arns(context).includes(Arn)).map((policy) => {
    const { Arn: PolicyArn, DefaultVersionId, PolicyVersionList = [] } = policy;
    const older = PolicyVersionList.map(({ VersionId }) => VersionId).filter((id) => id !== DefaultVersionId);
    const holderNames = [
      ...holders
        .filter(({ input }) => input['PolicyArn'] === PolicyArn)
        .map(({ holder: { kind, name } }) => `${kind} ${name}`),
      ...details.GroupDetailList.filter(({ AttachedManagedPolicies }) =>
        AttachedManagedPolicies?.some((attachment) => attachment.PolicyArn === PolicyArn),
      ).map(({ GroupName }) => `group ${GroupName}`),
    ];
    return {
      id: policy.PolicyName,
      what: `managed policy ${PolicyArn}`,
      calls: [
        ...older.map((VersionId) => ({ call: 'iam:DeletePolicyVersion', input: { PolicyArn, VersionId } })),
        { call: 'iam:DeletePolicy', input: { PolicyArn } },
      ],
      ...(holderNames.length > 0
        ? { left: `it is attached to ${holderNames.join(', ')}` }
        : {
            take: async () => {
              await removePolicy(context.clients, PolicyArn, older);
              return undefined;
            },
          }),
    };
  });
}

function names({ place }: Pick<UninstallContext, 'place'>): readonly string[] {
  return rules.flatMap(({ marks }) => marks.policy?.(place) ?? []);
}

function arns(context: UninstallContext): readonly string[] {
  return names(context).map((name) => keptArn(name, context.place));
}

/** Everybody who has one of the policies, attached or inline. */
async function holdings(context: UninstallContext): Promise<readonly Attachment[]> {
  const principals = principalsOf(await context.principals());
  return principals.flatMap((principal) => [...attached(principal, context), ...inline(principal, context)]);
}

function attached({ kind, name, detail }: Principal, context: UninstallContext): readonly Attachment[] {
  const mine = arns(context);
  return (detail.AttachedManagedPolicies ?? [])
    .filter(({ PolicyArn }) => mine.includes(PolicyArn))
    .map(({ PolicyArn }) => ({
      holder: { kind, name },
      call: kind === 'user' ? 'iam:DetachUserPolicy' : 'iam:DetachRolePolicy',
      input: kind === 'user' ? { UserName: name, PolicyArn } : { RoleName: name, PolicyArn },
      policy: nameInArn(PolicyArn),
      take: () => detach(context.clients, { kind, name }, PolicyArn),
    }));
}

function inline({ kind, name, detail }: Principal, context: UninstallContext): readonly Attachment[] {
  const own = 'UserName' in detail ? detail.UserPolicyList : detail.RolePolicyList;
  return (own ?? [])
    .filter(({ PolicyName }) => names(context).includes(PolicyName))
    .map(({ PolicyName }) => ({
      holder: { kind, name },
      call: kind === 'user' ? 'iam:DeleteUserPolicy' : 'iam:DeleteRolePolicy',
      input: kind === 'user' ? { UserName: name, PolicyName } : { RoleName: name, PolicyName },
      policy: PolicyName,
      take: () => deleteInline(context.clients, { kind, name }, PolicyName),
    }));
}

/** What the ledger can take back, by principal and policy. */
async function knownToLedger({ ports }: UninstallContext): Promise<ReadonlySet<string>> {
  const records = await ports.ledger.list();
  return new Set(records.flatMap((record) => undoCalls(record).map(({ input }) => keyOf(input))));
}

/** The principal and the policy that a call names. */
function keyOf(input: unknown): string {
  return `${firstTextIn(input, 'UserName', 'RoleName')} ${firstTextIn(input, 'PolicyArn', 'PolicyName')}`;
}
