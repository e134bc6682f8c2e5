import ts from 'typescript';
import type { PieceKind } from './forbidden-terms';

/** A name, a comment or a string of a source file, as one line of words. */
export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * All names that the file declares, its comments, and its strings except module specifiers. Uses only the syntax tree.
 */
export function piecesOf(file: string, text: string): readonly Piece[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const comments = new Map<number, Piece>();
  const pieces: Piece[] = [];
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const addComments = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const { pos, end } of ranges ?? [])
      comments.set(pos, { kind: 'comments', text: plainComment(text.slice(pos, end)), line: lineOf(pos) });
  };
  const visit = (node: ts.Node): void => {
    addComments(ts.getLeadingCommentRanges(text, node.getFullStart()));
    addComments(ts.getTrailingCommentRanges(text, node.getEnd()));
    const line = lineOf(node.getStart(source));
    if (isText(node) && !ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent))
      pieces.push({ kind: 'messages', text: node.text, line });
    const name = declaredName(node);
    if (name !== undefined) pieces.push({ kind: 'names', text: wordsOf(name), line });
    ts.forEachChild(node, visit);
  };
  visit(source);
  visit(source.endOfFileToken);
  return [...pieces, ...comments.values()];
}

type Text = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

function isText(node: ts.Node): node is Text {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  );
}

/** The name that a node declares; `undefined` for a use of a name. */
function declaredName(node: ts.Node): string | undefined {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isMethodSignature(node) ||
    ts.isMethodDeclaration(node);
  return declares && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

/** `isHeldBack` as "is Held Back". */
function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/[_$-]/g, ' ');
}

/** The text of a comment without its delimiters, on one line. */
function plainComment(text: string): string {
  return text
    .replaceAll(/^\s*(?:\/\*\*?|\/\/|\*(?!\/))?/gm, ' ')
    .replaceAll('*/', '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
