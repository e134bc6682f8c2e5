import type { Piece } from './pieces';

/** The paragraphs of a Markdown page, as messages: what a reader sees, but for code, links' targets and comments. */
export function paragraphsOf(text: string): readonly Piece[] {
  const blank = (found: string) => found.replaceAll(/[^\n]/g, ' ');
  const prose = text
    .replaceAll(/^```[\s\S]*?^```/gm, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/`[^`\n]*(?:\n[^`\n]*)?`/g, (code) => code.replaceAll(/[^\n]/g, '·'))
    .replaceAll(/\]\([^)\s]*\)/g, ']');
  const pieces: Piece[] = [];
  let line = 1;
  for (const paragraph of prose.split(/(?<=\n)(?=\s*\n)/)) {
    const words = paragraph.replaceAll(/\s+/g, ' ').trim();
    const before = /^\s*/.exec(paragraph)?.[0].split('\n').length ?? 1;
    if (words !== '') pieces.push({ kind: 'messages', text: words, line: line + before - 1 });
    line += paragraph.split('\n').length - 1;
  }
  return pieces;
}
