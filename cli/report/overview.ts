import type { Finding } from '../../core/model/finding';
import { summarize, type Summary } from '../../core/model/posture';
import { severities } from '../options';
import { html, type Markup, noMarkup } from './markup';
import type { ReportModel } from './model';

/** The head of the report: the account, the time, the result in one sentence, and the figures. */
export function overview(model: ReportModel): Markup {
  const findings = model.entries.map(({ finding }) => finding);
  const summary = summarize(findings);
  return html`<header>
    <p class="brand">Palisade</p>
    <h1>${model.title}</h1>
    <p class="meta">
      Account <strong>${model.place.account}</strong> · ${model.place.region} ·
      <time datetime="${model.generatedAt}">${timeText(model.generatedAt)}</time>
    </p>
    <p class="verdict ${verdictClass(summary)}">${verdictText(summary)}</p>
    ${figures(findings, summary, model.facts ?? [])} ${bar(summary)} ${perimeterText(model)}
  </header>`;
}

/** `2026-11-22 05:30:00 UTC`. */
export function timeText(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}

function verdictClass({ fail, unknown }: Summary): string {
  if (fail > 0) return 'bad';
  return unknown > 0 ? 'warn' : 'good';
}

function verdictText({ fail, unknown }: Summary): string {
  const open = fail === 1 ? '1 finding fails' : `${fail} findings fail`;
  const unjudged = unknown === 1 ? '1 could not be judged' : `${unknown} could not be judged`;
  if (fail > 0) return unknown > 0 ? `${open}, and ${unjudged}.` : `${open}.`;
  return unknown > 0 ? `Nothing is known to fail, but ${unjudged}.` : 'Nothing fails.';
}

function figures(
  findings: readonly Finding[],
  { pass, unknown, exempt, notApplicable }: Summary,
  facts: NonNullable<ReportModel['facts']>,
): Markup {
  const failing = severities.map((severity) => ({
    label: severity,
    kind: severity,
    value: findings.filter((one) => one.status === 'fail' && one.severity === severity).length,
  }));
  const rest = [
    { label: 'not judged', kind: 'unknown', value: unknown },
    { label: 'exempt', kind: 'exempt', value: exempt },
    { label: 'compliant', kind: 'pass', value: pass },
    { label: 'not applicable', kind: 'none', value: notApplicable },
  ];
  const tile = (label: string, value: string | number, kind: string) =>
    html`<div class="tile ${value === 0 ? 'none' : kind}">
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="tiles">
    ${[...failing, ...rest].map(({ label, value, kind }) => tile(label, value, kind))}
    ${facts.map(({ label, value }) => tile(label, value, 'fact'))}
  </dl>`;
}

/** The share of each status as one bar; the tiles show the same as numbers. */
function bar({ fail, unknown, exempt, pass }: Summary): Markup {
  const parts = [
    ['bad', fail],
    ['unknown', unknown],
    ['exempt', exempt],
    ['pass', pass],
  ] as const;
  if (fail + unknown + exempt + pass === 0) return noMarkup;
  return html`<div class="bar" aria-hidden="true">
    ${parts.map(([kind, count]) =>
      count === 0 ? noMarkup : html`<span class="${kind}" style="flex-grow:${count}"></span>`,
    )}
  </div>`;
}

function perimeterText({ perimeter }: ReportModel): Markup {
  if (perimeter === undefined) return html`<p class="meta">The perimeter is not known.</p>`;
  const list = (label: string, ids: readonly string[]) =>
    ids.length === 0 ? noMarkup : html`<span>${label} ${ids.map((id) => html`<code>${id}</code> `)}</span>`;
  const { vpcs, vpcEndpoints, cidrs } = perimeter;
  if (vpcs.length + vpcEndpoints.length + cidrs.length === 0)
    return html`<p class="meta">The perimeter is empty: every request counts as outside.</p>`;
  return html`<p class="meta perimeter">
    ${list('VPCs', vpcs)} ${list('VPC endpoints', vpcEndpoints)} ${list('CIDR ranges', cidrs)}
  </p>`;
}
