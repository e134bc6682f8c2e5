/** Helpers for syntax trees that several rules use. */

const wrappers = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'ChainExpression',
]);

/** The expression itself, without TypeScript's wrappers. */
function unwrap(node) {
  return wrappers.has(node?.type) ? unwrap(node.expression) : node;
}

/** Whether `test` is true for the node or for anything below it. `enter` decides whether to descend into a node. */
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

/** The static name of the callee or member: `map` for `xs.map`, `expect` for `expect`. */
function nameOf(node) {
  if (node?.type === 'Identifier') return node.name;
  if (node?.type !== 'MemberExpression') return undefined;
  if (!node.computed) return node.property.name;
  return node.property.type === 'Literal' ? String(node.property.value) : undefined;
}

/** The variable that an identifier refers to, by scope. */
function variableOf(identifier, sourceCode) {
  for (let scope = sourceCode.getScope(identifier); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** The declaration of an identifier that a `const` of this file declares. */
function initialOf(identifier, sourceCode) {
  const [definition, ...others] = variableOf(identifier, sourceCode)?.defs ?? [];
  if (definition?.type !== 'Variable' || others.length > 0 || definition.parent.kind !== 'const')
    return undefined;
  return definition.node.id.type === 'Identifier' ? definition.node : undefined;
}

/** The value of an expression, if it is a literal number or a `const` with one. */
function numberOf(node, sourceCode) {
  if (node?.type === 'Literal' && typeof node.value === 'number') return node.value;
  const init = node?.type === 'Identifier' ? initialOf(node, sourceCode)?.init : undefined;
  return init?.type === 'Literal' && typeof init.value === 'number' ? init.value : undefined;
}

module.exports = { contains, initialOf, isFunction, nameOf, numberOf, unwrap, variableOf };
