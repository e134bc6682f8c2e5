import { type ForbiddenTerm, forbiddenTerms } from './forbidden-terms';
import { type Piece, piecesOf } from './pieces';
import { paragraphsOf } from './prose';

export interface TermHit {
  readonly file: string;
  readonly line: number;
  readonly term: string;
  readonly instead: string;
  /** The hit with the surrounding text. */
  readonly excerpt: string;
}

const around = 30;

/** Every use of a forbidden term in a source file or a page. */
export function forbiddenUses(file: string, text: string): readonly TermHit[] {
  const terms = forbiddenTerms.filter(({ files }) => files?.test(file) ?? true);
  const pieces = file.endsWith('.md') ? paragraphsOf(text) : piecesOf(file, text);
  return pieces.flatMap((piece) =>
    terms.filter(({ kinds }) => kinds.includes(piece.kind)).flatMap((term) => hitsIn(file, piece, term)),
  );
}

function hitsIn(file: string, { text, line }: Piece, term: ForbiddenTerm): readonly TermHit[] {
  const { pattern, allowed = [] } = term;
  return [...text.matchAll(pattern)].flatMap(({ 0: hit, index }) => {
    const excerpt = text.slice(Math.max(0, index - around), index + hit.length + around);
    const isShort = text.length < 40;
    const isAllowed = allowed.some((one) => one.test(excerpt) || (isShort && one.test(text)));
    return isAllowed ? [] : [{ file, line, term: term.term, instead: term.instead, excerpt }];
  });
}
