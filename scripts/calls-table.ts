import { type Calling, operatorsOnly, type Permission } from '../core/model/call';

/** A rule's calls and the permissions that each needs, as rows of its page; empty for a rule without calls. */
export function callsTable({ calls }: Calling): readonly string[] {
  const rows = Object.entries(calls).flatMap(([call, { step, inverse }]) => {
    const forward = step === undefined ? undefined : needsText(call, step);
    const backward = inverse === undefined ? undefined : needsText(call, inverse);
    if (forward === backward) return [`| \`${call}\` | step, undo | ${forward ?? ''} |`];
    return [
      ...(forward === undefined ? [] : [`| \`${call}\` | step | ${forward} |`]),
      ...(backward === undefined ? [] : [`| \`${call}\` | undo | ${backward} |`]),
    ];
  });
  if (rows.length === 0) return [];
  return ['| call | of a | needs |', '| ---- | ---- | ----- |', ...rows, ''];
}

function needsText(call: string, needed: readonly Permission[] | typeof operatorsOnly): string {
  if (needed === operatorsOnly) return 'an operator: no function may make it';
  return needed.map((permission) => needText(permission.action ?? call, permission)).join('; ');
}

/** `ec2:CreateTags` on `vpc-endpoint/*` if `ec2:CreateAction` is `CreateVpcEndpoint`. */
function needText(action: string, { on, when = {} }: Permission): string {
  const conditions = Object.values(when).flatMap((keys) =>
    Object.entries(keys).map(([key, value]) => `\`${key}\` is ${[value].flat().map(short).join(' or ')}`),
  );
  const condition = conditions.length === 0 ? '' : ` if ${conditions.join(' and ')}`;
  return `\`${action}\` on ${on.map(short).join(', ')}${condition}`;
}

/** An ARN without the parts that are always the same; any other text unchanged. */
function short(text: string): string {
  const plain = text.replaceAll('${AWS::Region}', 'REGION').replaceAll('${AWS::AccountId}', 'ACCOUNT');
  return `\`${plain.replace(/^arn:\$\{AWS::Partition\}:[a-z0-9]+:\w*:\w*:/, '')}\``;
}
