/** Small questions about a syntax tree that several rules ask. */

const wrappers = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'ChainExpression',
]);

/** The expression itself, without what TypeScript writes around it. */
function unwrap(node) {
  return wrappers.has(node?.type) ? unwrap(node.expression) : node;
}

/** Whether `test` holds for the node or for anything below it; `enter` says where not to go on. */
function contains(node, visitorKeys, test, enter = () => true) {
  if (test(node)) return true;
  if (!enter(node)) return false;
  const isBelow = (child) => Boolean(child) && contains(child, visitorKeys, test, enter);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    if (Array.isArray(child) ? child.some(isBelow) : isBelow(child)) return true;
  }
  return false;
}

function isFunction(node) {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node?.type);
}

/** The static name of what is called or read: `map` for `xs.map`, `expect` for `expect`. */
function nameOf(node) {
  if (node?.type === 'Identifier') return node.name;
  if (node?.type !== 'MemberExpression') return undefined;
  if (!node.computed) return node.property.name;
  return node.property.type === 'Literal' ? String(node.property.value) : undefined;
}

/** The variable that an identifier means, by scope. */
function variableOf(identifier, sourceCode) {
  for (let scope = sourceCode.getScope(identifier); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** What a `const` of this file is bound to. */
function initialOf(identifier, sourceCode) {
  const [definition, ...others] = variableOf(identifier, sourceCode)?.defs ?? [];
  if (definition?.type !== 'Variable' || others.length > 0 || definition.parent.kind !== 'const')
    return undefined;
  return definition.node.id.type === 'Identifier' ? definition.node : undefined;
}

/** The number that an expression is, if that can be read off. */
function numberOf(node, sourceCode) {
  if (node?.type === 'Literal' && typeof node.value === 'number') return node.value;
  const init = node?.type === 'Identifier' ? initialOf(node, sourceCode)?.init : undefined;
  return init?.type === 'Literal' && typeof init.value === 'number' ? init.value : undefined;
}

module.exports = { contains, initialOf, isFunction, nameOf, numberOf, unwrap, variableOf };
