/** Markup that is safe to insert as it is. Only `html` makes it, so text can never become markup by accident. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | undefined | Markup | readonly Markup[];

/** A template that escapes inserted texts; inserted markup stays as it is, and a list of markup is joined. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {
    markup: pieces.map((piece, index) => piece + (index < parts.length ? render(parts[index]) : '')).join(''),
  };
}

export const noMarkup: Markup = { markup: '' };

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** Safe between tags and inside quoted attributes. Characters that HTML does not allow are replaced. */
function escape(text: string): string {
  return text
    .replace(forbidden, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Control characters other than tab and line breaks, and unpaired surrogates. */
const forbidden = /(?![\t\n\r])[\p{Cc}\p{Cs}]/gu;
