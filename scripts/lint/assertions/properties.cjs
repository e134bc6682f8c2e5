const { isFunction, nameOf, variableOf } = require('../tree.cjs');

const takesProperty = new Set(['property', 'asyncProperty', 'assert', 'check', 'sample', 'statistics']);

/** Whether a node is part of a fast-check property, whose lists are generated and mostly not empty. */
function isInProperty(node, sourceCode, seen = new Set()) {
  for (let child = node; child.parent !== null; child = child.parent)
    if (isFunction(child) && isProperty(child, sourceCode, seen)) return true;
  return false;
}

function isProperty(body, sourceCode, seen) {
  if (isTaken(body)) return true;
  const declared = body.type === 'FunctionDeclaration' ? body : body.parent;
  if (declared !== body && declared.type !== 'VariableDeclarator') return false;
  if (declared.id?.type !== 'Identifier' || seen.has(declared)) return false;
  seen.add(declared);
  // A helper that only properties call.
  const uses = (variableOf(declared.id, sourceCode)?.references ?? [])
    .map(({ identifier }) => identifier)
    .filter((identifier) => identifier !== declared.id);
  return uses.length > 0 && uses.every((use) => isTaken(use) || isInProperty(use, sourceCode, seen));
}

/** Whether it is passed to `fc.property` or similar. */
function isTaken(node) {
  const { parent } = node;
  if (parent.type !== 'CallExpression' || !parent.arguments.includes(node)) return false;
  const { callee } = parent;
  if (callee.type === 'Identifier') return ['property', 'asyncProperty'].includes(callee.name);
  return callee.object?.name === 'fc' && takesProperty.has(nameOf(callee));
}

module.exports = { isInProperty };
