import type { ZoneName } from './origin';
import { splitArn } from './split-arn';
import type { Answer, ProofStep, Zone, StatementRef, Witness } from './types';

const zoneWords: Readonly<Record<ZoneName, string>> = {
  outside: 'outside',
  inside: 'inside',
  viaService: 'forwarded by an AWS service',
};

/** A statement in words: its number, counted from 1, and its policy. */
export function statementName(ref: StatementRef): string {
  const number = /\.Statement\[(\d+)\]$/.exec(ref.path)?.[1];
  const sid = ref.sid === undefined ? '' : ` (${ref.sid})`;
  return number === undefined ? ref.label : `statement ${Number(number) + 1}${sid} of ${ref.label}`;
}

function fromWhere(witness: Witness, zone: ZoneName): string {
  const { context } = witness;
  if (context['aws:ViaAWSService'] === 'true')
    return 'A request that an AWS service makes with the credentials';
  const endpoint = context['aws:SourceVpce'];
  if (endpoint !== undefined)
    return `A request through VPC endpoint ${String(endpoint)} of ${String(context['aws:SourceVpc'])}`;
  const address = String(context['aws:SourceIp']);
  return zone === 'inside'
    ? `A request from the corporate address ${address} (no aws:SourceVpce)`
    : `A request from the public internet (${address}, no aws:SourceVpce)`;
}

function shortResource(arn: string): string {
  const resource = splitArn(arn)?.resource ?? '';
  return resource === '' ? arn : resource;
}

export function reachableBecause(
  witness: Witness,
  zone: ZoneName,
  allowedBy: readonly StatementRef[],
): string {
  const by = allowedBy.map(statementName).join(' and ');
  return `${fromWhere(witness, zone)} for ${shortResource(witness.resource)} is allowed by ${by}.`;
}

function stepText(step: ProofStep): string {
  if (step.kind === 'denied') return `${step.part}: denied by ${statementName(step.by)}`;
  if (step.kind === 'not-allowed') return `${step.part}: not allowed by ${step.layer}`;
  return `${step.part}: ${step.because}`;
}

export function unreachableBecause(steps: readonly ProofStep[]): string {
  return `No such request is allowed: ${steps.map(stepText).join('; ')}.`;
}

export function lockoutBecause(
  witness: Witness,
  deniedBy: readonly StatementRef[],
  lost: string | null,
): string {
  const now =
    lost === null ? `denied by ${deniedBy.map(statementName).join(' and ')}` : `not allowed by ${lost}`;
  return `${fromWhere(witness, 'inside')} for ${shortResource(witness.resource)} was allowed and is now ${now}.`;
}

/** What was not understood, with the policy it is in. */
export function missingText(ref: StatementRef | null, what: string): string {
  return ref === null ? what : `${ref.label}: ${what}`;
}

export function unknownBecause(missing: readonly string[]): string {
  return `Not decided: ${missing.join('; ')}.`;
}

function lines(zone: ZoneName, verdict: Zone): readonly string[] {
  const title = `  ${zoneWords[zone]}: ${verdict.status}`;
  if (verdict.status === 'unknown')
    return [title, ...verdict.missing.map((what) => `    not decided: ${what}`)];
  if (verdict.status === 'unreachable')
    return [title, ...verdict.proof.steps.map((step) => `    ${stepText(step)}`)];
  const context = Object.entries(verdict.witness.context).map(
    ([key, value]) => `      ${key} = ${typeof value === 'string' ? value : value.join(', ')}`,
  );
  const escaped = verdict.escaped.map(
    ({ statement, because }) => `    ${statementName(statement)} does not deny it because ${because}.`,
  );
  return [
    title,
    `    ${verdict.because}`,
    ...escaped,
    `    with resource = ${verdict.witness.resource}`,
    ...context,
  ];
}

/** The answer in words, several lines. */
export function explainAnswer(answer: Answer): string {
  const parts = (['outside', 'inside', 'viaService'] as const).flatMap((zone) => lines(zone, answer[zone]));
  return [`${answer.action} on ${answer.resource}`, ...parts].join('\n');
}
