import { html } from './markup';

/** Light or dark as the reader prefers; severities are shown in words as well as by colour. */
export const style = html`<style>
  :root {
    color-scheme: light dark;
    --page: #f6f7f9;
    --card: #ffffff;
    --text: #1b2330;
    --soft: #566174;
    --line: #dde2ea;
    --code: #eef1f5;
    --critical: #9b1230;
    --high: #b3261e;
    --medium: #8a5300;
    --low: #175fa8;
    --unknown: #6b4fa0;
    --exempt: #566174;
    --pass: #17703f;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --page: #11151b;
      --card: #1a2029;
      --text: #e6eaf0;
      --soft: #a0abbb;
      --line: #2d3643;
      --code: #232b36;
      --critical: #ff8fa3;
      --high: #ff9a8f;
      --medium: #f0bd6a;
      --low: #8cc4ff;
      --unknown: #c6b0f5;
      --exempt: #a0abbb;
      --pass: #7bd6a0;
    }
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0 auto;
    padding: 2.5rem 1.25rem 4rem;
    max-width: 66rem;
    background: var(--page);
    color: var(--text);
    font:
      16px/1.55 system-ui,
      sans-serif;
    overflow-wrap: anywhere;
  }
  h1 {
    margin: 0.1rem 0 0.3rem;
    font-size: 1.9rem;
    line-height: 1.2;
    letter-spacing: -0.015em;
  }
  h2 {
    margin: 2.75rem 0 0.4rem;
    font-size: 1.25rem;
    line-height: 1.35;
  }
  h3 {
    margin: 0 0 0.4rem;
    font-size: 1.05rem;
  }
  h4 {
    margin: 1rem 0 0.25rem;
    font-size: 0.95rem;
  }
  p {
    margin: 0.3rem 0;
  }
  .brand {
    margin: 0;
    color: var(--soft);
    font-size: 0.8rem;
    font-weight: 600;
    letter-spacing: 0.12em;
    text-transform: uppercase;
  }
  .meta,
  .why,
  .standards,
  .undo,
  .by,
  footer {
    color: var(--soft);
  }
  .standards,
  .undo,
  .by,
  footer {
    font-size: 0.86rem;
  }
  .perimeter span {
    margin-right: 1rem;
  }
  .verdict {
    margin: 1.1rem 0;
    padding: 0.7rem 1rem;
    border-left: 4px solid currentColor;
    border-radius: 4px;
    background: var(--card);
    font-size: 1.15rem;
    font-weight: 600;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(7.4rem, 1fr));
    gap: 0.6rem;
    margin: 1rem 0;
  }
  .tile {
    display: flex;
    flex-direction: column-reverse;
    padding: 0.6rem 0.8rem;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--card);
  }
  .tile dt {
    color: var(--soft);
    font-size: 0.82rem;
  }
  .tile dd {
    margin: 0;
    font-size: 1.5rem;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }
  .tile.none dd {
    color: var(--soft);
    font-weight: 400;
  }
  .tile.fact dd {
    color: var(--text);
    font-size: 1.15rem;
  }
  .critical {
    color: var(--critical);
  }
  .high,
  .bad {
    color: var(--high);
  }
  .medium,
  .warn {
    color: var(--medium);
  }
  .low {
    color: var(--low);
  }
  .unknown {
    color: var(--unknown);
  }
  .exempt {
    color: var(--exempt);
  }
  .pass,
  .good {
    color: var(--pass);
  }
  .bar {
    display: flex;
    gap: 3px;
    height: 8px;
    margin: 1rem 0;
  }
  .bar span {
    min-width: 4px;
    border-radius: 4px;
    background: currentColor;
  }
  .chip {
    display: inline-block;
    padding: 0 0.55em;
    border: 1px solid currentColor;
    border-radius: 99px;
    font-size: 0.75rem;
    font-weight: 600;
    line-height: 1.6;
    vertical-align: 0.1em;
    white-space: nowrap;
  }
  code,
  pre {
    border-radius: 5px;
    background: var(--code);
    font:
      0.84em/1.5 ui-monospace,
      monospace;
  }
  code {
    padding: 0.1em 0.35em;
    font-weight: 400;
  }
  pre {
    margin: 0.4rem 0;
    padding: 0.6rem 0.8rem;
    white-space: pre-wrap;
  }
  article {
    margin: 0.8rem 0;
    padding: 1rem 1.2rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
  }
  .fields {
    margin: 0.6rem 0;
    font-size: 0.9rem;
  }
  .fields div {
    display: grid;
    grid-template-columns: 6.5rem 1fr;
    gap: 0.5rem;
  }
  .fields dt {
    color: var(--soft);
  }
  .fields dd {
    margin: 0;
  }
  .note {
    padding-left: 0.8rem;
    border-left: 3px solid var(--line);
  }
  .steps,
  .trail {
    padding-left: 1.4rem;
  }
  .steps li,
  .trail li {
    margin: 0.5rem 0;
  }
  .trail {
    font-size: 0.92rem;
  }
  .trail time {
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }
  summary {
    margin: 0.4rem 0;
    cursor: pointer;
  }
  summary h2 {
    display: inline;
  }
  details > section > h2:empty {
    display: none;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.92rem;
  }
  th,
  td {
    padding: 0.5rem 0.8rem 0.5rem 0;
    border-bottom: 1px solid var(--line);
    text-align: left;
    vertical-align: top;
  }
  th[scope='row'] {
    min-width: 11rem;
    font-weight: 600;
  }
  footer {
    margin-top: 3rem;
    padding-top: 1rem;
    border-top: 1px solid var(--line);
  }
  @media print {
    :root {
      --page: #fff;
      --card: #fff;
    }
    body {
      max-width: none;
      padding: 0;
      font-size: 10.5pt;
    }
    article,
    tr {
      break-inside: avoid;
    }
    details::details-content {
      content-visibility: visible;
      block-size: auto;
    }
  }
</style>`;
