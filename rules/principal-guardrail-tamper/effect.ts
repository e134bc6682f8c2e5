import type { IAMClient } from '@aws-sdk/client-iam';
import type { AttachCalls } from '../../core/guardrail/attach';

/** The narrow port of what this effect calls. */
export interface GuardClients {
  readonly iam: () => Promise<IAMClient>;
}

type Effect = {
  readonly [C in keyof AttachCalls]: (input: AttachCalls[C], clients: GuardClients) => Promise<unknown>;
};

/** The only code of this rule that changes AWS. Each entry is one call, safe to repeat. */
export const effect: Effect = {
  'iam:CreatePolicy': async (input, clients) => {
    const { CreatePolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new CreatePolicyCommand(input));
  },
  'iam:CreatePolicyVersion': async (input, clients) => {
    const { CreatePolicyVersionCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new CreatePolicyVersionCommand(input));
  },
  'iam:DeletePolicyVersion': async (input, clients) => {
    const { DeletePolicyVersionCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new DeletePolicyVersionCommand(input));
  },
  'iam:AttachUserPolicy': async (input, clients) => {
    const { AttachUserPolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new AttachUserPolicyCommand(input));
  },
  'iam:AttachRolePolicy': async (input, clients) => {
    const { AttachRolePolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new AttachRolePolicyCommand(input));
  },
  'iam:DetachUserPolicy': async (input, clients) => {
    const { DetachUserPolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new DetachUserPolicyCommand(input));
  },
  'iam:DetachRolePolicy': async (input, clients) => {
    const { DetachRolePolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new DetachRolePolicyCommand(input));
  },
  'iam:PutUserPolicy': async (input, clients) => {
    const { PutUserPolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new PutUserPolicyCommand(input));
  },
  'iam:PutRolePolicy': async (input, clients) => {
    const { PutRolePolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new PutRolePolicyCommand(input));
  },
  'iam:DeleteUserPolicy': async (input, clients) => {
    const { DeleteUserPolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new DeleteUserPolicyCommand(input));
  },
  'iam:DeleteRolePolicy': async (input, clients) => {
    const { DeleteRolePolicyCommand } = await import('@aws-sdk/client-iam');
    return (await clients.iam()).send(new DeleteRolePolicyCommand(input));
  },
};
