import ts from 'typescript';

/**
 * Names that several files may export, because the files of a folder follow one pattern, so that knowing one means
 * knowing all. Every other exported name has one definition.
 */
const byContract: readonly { readonly names: readonly string[] | 'its own'; readonly files: RegExp }[] = [
  { names: ['evaluate', 'Evidence'], files: /^(rules\/[^/]+|test\/toy\/rule)\/evaluate\.ts$/ },
  { names: ['plan', 'finish'], files: /^(rules\/[^/]+|test\/toy\/rule)\/plan\.ts$/ },
  { names: ['Calls'], files: /^(rules\/[^/]+|test\/toy\/rule)\/(plan|inputs|steps|calls)\.ts$/ },
  { names: ['calls'], files: /^(rules\/[^/]+|test\/toy\/rule)\/calls\.ts$/ },
  { names: ['cases', 'answers'], files: /^(rules\/[^/]+|test\/toy\/rule)\/cases\.ts$/ },
  { names: ['scenarios'], files: /^(rules\/[^/]+|test\/toy\/rule)\/scenarios\.ts$/ },
  { names: ['options', 'Options'], files: /^(rules\/[^/]+|test\/toy\/rule)\/options\.ts$/ },
  { names: ['subjects'], files: /^(rules\/[^/]+|test\/toy\/rule)\/subjects\.ts$/ },
  { names: ['explain'], files: /^(rules\/[^/]+|test\/toy\/rule)\/explain\.ts$/ },
  { names: ['handler'], files: /^functions\/[^/]+\.ts$/ },
  // The packages must not import each other's helpers, nor ours; each has its own, under the same name.
  {
    names: ['Arn', 'splitArn', 'nameInArn'],
    files: /^packages\/(iam\/src\/split-arn|sandbox\/src\/account\/arn)\.ts$/,
  },
  { names: ['Refused', 'refused', 'isRefused'], files: /\/refused\.ts$/ },
  { names: ['isRecord'], files: /^(core\/model\/json|packages\/iam\/src\/shape)\.ts$/ },
  { names: ['nonEmpty'], files: /(^|\/)test\/non-empty\.ts$/ },
  // A slice and its gatherer have the slice's name.
  { names: 'its own', files: /^(core\/slices|adapters\/aws\/gather)\/[^/]+\.ts$/ },
];

function isByContract(name: string, file: string): boolean {
  const own = file
    .replace(/^.*\/|\.ts$/g, '')
    .replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return byContract.some(({ names, files }) =>
    names === 'its own' ? files.test(file) && name === own : files.test(file) && names.includes(name),
  );
}

/** The names that a module defines and exports, without those that it only re-exports. */
export function definedExports(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const isExported = (node: ts.Statement) =>
    ts.canHaveModifiers(node) &&
    node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  const names = source.statements.filter(isExported).flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) =>
        ts.isIdentifier(name) ? name.text : '',
      );
    const declares =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    return declares && statement.name !== undefined ? [statement.name.text] : [];
  });
  // Overloads, or a type and a value of the same name, are one definition.
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Exported names that more than one file defines, with these files. */
export function definedTwice(sources: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const [file, text] of sources)
    for (const name of definedExports(file, text))
      if (!isByContract(name, file)) files.set(name, [...(files.get(name) ?? []), file]);
  return new Map([...files].filter(([, defining]) => defining.length > 1));
}
