import { entrySections } from './entries';
import { html } from './markup';
import type { ReportModel } from './model';
import { overview } from './overview';
import { style } from './style';
import { timelineSection } from './timeline';

export type { ReportModel } from './model';

/**
 * The report as one self-contained HTML page: no script, no requests, and everything inserted is escaped. Should that
 * ever fail, its content security policy still keeps the browser from loading anything.
 */
export function renderReport(model: ReportModel): string {
  return (
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; style-src 'unsafe-inline'"
          />
          <meta name="color-scheme" content="light dark" />
          <title>${model.title}</title>
          ${style}
        </head>
        <body>
          ${overview(model)}
          <main>${entrySections(model.entries)} ${timelineSection(model.timeline ?? [])}</main>
          <footer>
            Palisade judges only what it could read. What it could not read is listed as not judged, never as
            a pass.
          </footer>
        </body>
      </html> `.markup.trimEnd() + '\n'
  );
}
