import { notWaysIn } from '../../core/model/not-ways-in';
import { mayBeForwarded, type WayIn, waysIn, waysInRead } from '../../core/model/ways-in';
import type { Candidate } from './compare';

/** The text of docs/ways-in.md. */
export function waysInPage(open: readonly Candidate[]): string {
  return [
    '<!-- generated from core/model/ways-in.ts by `npm run docs`: do not edit -->',
    '# Ways in',
    '',
    `A way in is an API with which a person gets into SageMaker: a notebook, Studio, a space, MLflow, a partner app or the portal of Unified Studio. All of them are protected by default ([settings](settings.md): \`perimeter.protectedActions\`), judged by the rule about the outside access of principals ([all rules](../rules)), and denied from outside by the guardrails. The sources were last read on ${waysInRead}. Nothing was tried against live AWS.`,
    '',
    '| action | opens | acts on | the call goes through | the session goes through | is IAM asked again during the session | a call that an AWS service makes |',
    '| - | - | - | - | - | - | - |',
    ...waysIn.map(row),
    '',
    'The endpoint services `notebook`, `studio`, `experiments`, `mlflow` and `partner-app` are called `aws.sagemaker.REGION.…`, the others `com.amazonaws.REGION.…`. A network condition in IAM works only for requests through an endpoint of an approved VPC: without the endpoint of a call, nobody inside can make it once the guardrail is attached.',
    '',
    'Where no type of resource is named, a Deny on an ARN may not reach the action: the guardrail denies all of them on `*`, in its Region. A call that an AWS service makes for somebody (`aws:ViaAWSService`) carries no network. It is let through only where AWS asks IAM again during the session ([decision 21](decisions/021-forwarded-calls-only-where-aws-checks-again.md)).',
    '',
    '## What is proven, and what is inferred',
    '',
    ...waysIn.flatMap(detail),
    '## Not ways in by default',
    '',
    'These look like ways in. Each can be protected by naming it in `perimeter.protectedActions`, but for those of `ssm`.',
    '',
    '| actions | why not |',
    '| - | - |',
    ...notWaysIn.map(({ actions, because }) => `| ${actions.map(code).join(', ')} | ${because} |`),
    '',
    '## Not judged yet',
    '',
    '`npm run ways-in` compares both tables with the models of the installed SDK clients and with the list of actions that settings accept.',
    '',
    ...(open.length === 0
      ? ['Nothing: everything that looks like a way in is in one of the tables.']
      : open.map(({ action, because }) => `- ${code(action)}: ${because}`)),
    '',
  ].join('\n');
}

function row({ action, opens, resource, call, session, checkedAgain }: WayIn): string {
  const forwarded = mayBeForwarded(action) ? 'let through' : 'denied';
  const target = resource === null ? 'no type of resource: `*`' : code(resource);
  return `| ${[code(action), opens, target, call, session, checkedAgain, forwarded].join(' | ')} |`;
}

function detail({ action, forwarded, proven, inferred, sources }: WayIn): readonly string[] {
  return [
    `**${code(action)}.** ${proven} _Inferred:_ ${inferred} _Does a forwarded call make sense?_ ${forwarded} (${sources.map(link).join(', ')})`,
    '',
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}

/** `[API_StartSession](https://…)` */
function link(address: string): string {
  const name = address.slice(address.lastIndexOf('/') + 1).replace(/\.html$/, '');
  return `[${name}](${address})`;
}
