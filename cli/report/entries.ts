import type { Finding } from '../../core/model/finding';
import { describeResource } from '../../core/model/resource';
import { metaOf } from '../../composition/meta-of';
import { grouped } from '../output/groups';
import { entryCard } from './entry';
import { html, type Markup, noMarkup } from './markup';
import type { ReportEntry } from './model';

/** All findings: what fails, by rule and most severe first; what is not known; what is exempt; the rest folded. */
export function entrySections(entries: readonly ReportEntry[]): Markup {
  const of = (status: Finding['status']) => entries.filter(({ finding }) => finding.status === status);
  const settled = [...of('pass'), ...of('not-applicable')];
  return html`${failing(of('fail'))} ${listSection('Not judged', of('unknown'), notJudged)}
  ${listSection('Exempt', of('exempt'), '')} ${handled(settled)} ${compliant(settled)}`;
}

const notJudged =
  'These could not be read or decided. Nothing is known about them, so they are neither a pass nor a failure.';

function failing(entries: readonly ReportEntry[]): Markup {
  const byId = new Map(entries.map((entry) => [entry.finding.id, entry]));
  const groups = grouped(entries.map(({ finding }) => finding)).map(({ severity, rule, title, findings }) => {
    const meta = metaOf(rule);
    return html`<section>
      <h2><span class="chip ${severity}">${severity}</span> ${title} <code>${rule}</code></h2>
      <p class="why">${meta.why}</p>
      <p class="standards">${meta.standards.join(' · ')}</p>
      ${findings.map((finding) => entryCard(byId.get(finding.id) ?? { finding }))}
    </section>`;
  });
  return html`${groups}`;
}

function listSection(title: string, entries: readonly ReportEntry[], intro: string): Markup {
  if (entries.length === 0) return noMarkup;
  return html`<section>
    <h2>${title}</h2>
    ${intro === '' ? noMarkup : html`<p class="why">${intro}</p>`}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Resource</th>
            <th scope="col">Rule</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          ${entries.map(({ finding }) => row(finding))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function row(finding: Finding): Markup {
  const because =
    finding.status === 'exempt' ? `${finding.decision.because}. ${finding.message}` : finding.message;
  return html`<tr>
    <th scope="row">${describeResource(finding.resource)}</th>
    <td><code>${finding.rule}</code></td>
    <td>${because}</td>
  </tr>`;
}

/** A subject that passes now because something was done about it gets a card of its own. */
function handled(entries: readonly ReportEntry[]): Markup {
  const acted = entries.filter(wasActedOn);
  if (acted.length === 0) return noMarkup;
  return html`<section>
    <h2>Remediated and verified</h2>
    ${acted.map(entryCard)}
  </section>`;
}

function compliant(entries: readonly ReportEntry[]): Markup {
  const untouched = entries.filter((entry) => !wasActedOn(entry));
  if (untouched.length === 0) return noMarkup;
  return html`<section>
    <details>
      <summary><h2>Compliant and not applicable: ${untouched.length}</h2></summary>
      ${listSection('', untouched, '')}
    </details>
  </section>`;
}

function wasActedOn({ outcome }: ReportEntry): boolean {
  return outcome === 'fixed';
}
