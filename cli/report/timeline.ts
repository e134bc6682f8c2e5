import { html, type Markup, noMarkup } from './markup';
import type { TimelineEntry } from './model';
import { timeText } from './overview';

/** What happened, in order. */
export function timelineSection(entries: readonly TimelineEntry[]): Markup {
  if (entries.length === 0) return noMarkup;
  return html`<section>
    <h2>Time line</h2>
    <ol class="trail">
      ${entries.map(
        ({ at, what, text }) =>
          html`<li><time datetime="${at}">${timeText(at)}</time> <strong>${what}</strong> ${text}</li>`,
      )}
    </ol>
  </section>`;
}
