import { type CallSpecs, inIam, type Permission } from '../model/call';
import type { AttachCalls } from './attach';

const inline = (kind: 'user' | 'role'): readonly Permission[] => [
  { sid: 'InlineGuardrails', on: [inIam(`${kind}/*`)] },
];

/**
 * The calls of a rule that attaches this one policy. Undo detaches it, or restores the previous inline policy.
 * @param name without the Region at its end
 */
export function attachCalls(name: string): CallSpecs<AttachCalls> {
  const ours = [inIam(`policy/palisade/${name}-\${AWS::Region}`)];
  const kept: readonly Permission[] = [{ sid: 'Guardrails', on: ours }];
  const attach = (kind: 'user' | 'role'): readonly Permission[] => [
    { sid: 'AttachOnlyGuardrails', on: [inIam(`${kind}/*`)], when: { ArnEquals: { 'iam:PolicyARN': ours } } },
  ];
  return {
    'iam:CreatePolicy': { step: kept },
    'iam:CreatePolicyVersion': { step: kept },
    'iam:DeletePolicyVersion': { step: kept },
    'iam:AttachUserPolicy': { step: attach('user') },
    'iam:AttachRolePolicy': { step: attach('role') },
    'iam:DetachUserPolicy': { inverse: attach('user') },
    'iam:DetachRolePolicy': { inverse: attach('role') },
    'iam:PutUserPolicy': { step: inline('user'), inverse: inline('user') },
    'iam:PutRolePolicy': { step: inline('role'), inverse: inline('role') },
    'iam:DeleteUserPolicy': { inverse: inline('user') },
    'iam:DeleteRolePolicy': { inverse: inline('role') },
  };
}
