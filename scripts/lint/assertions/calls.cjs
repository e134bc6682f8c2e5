const { contains, isFunction, nameOf, unwrap, variableOf } = require('../tree.cjs');

/** `expect(…)`, `assert(…)`, `assert.equal(…)`, or a helper with such a name. */
function isAssertion(node) {
  if (node.type !== 'CallExpression') return false;
  const { callee } = node;
  if (callee.type === 'MemberExpression') return callee.object.name === 'assert';
  return callee.type === 'Identifier' && /^(?:expect|assert)(?:[A-Z]|$)/.test(callee.name);
}

/** `expect.assertions(2)` or `expect.hasAssertions()`: the test itself fails if nothing is asserted. */
function isCount(node) {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    node.callee.object.name === 'expect' &&
    ['assertions', 'hasAssertions'].includes(nameOf(node.callee))
  );
}

const variants = new Set('concurrent each failing only skip'.split(' '));

/** The name at the root of a jest call: `it` for `it.each(table)('…', …)`. */
function rootOf(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return variants.has(nameOf(node)) ? rootOf(node.object) : undefined;
  if (node.type === 'CallExpression' && nameOf(node.callee) === 'each') return rootOf(node.callee);
  return node.type === 'TaggedTemplateExpression' ? rootOf(node.tag) : undefined;
}

/** Whether a call adds a test or a group of tests: it has a title and a body. */
function registers(node, names = ['it', 'test', 'describe']) {
  return node.type === 'CallExpression' && node.arguments.length > 1 && names.includes(rootOf(node.callee));
}

/** The body of a test: the function that is passed to `it`. */
function testBodyOf(node) {
  return registers(node, ['it', 'test']) ? node.arguments.find(isFunction) : undefined;
}

const known = new WeakMap();

/** Returns checks for calls that assert: assertions, and calls of functions of this file that contain some. */
function assertingCalls(sourceCode) {
  // Cached, because two rules need it.
  const found = known.get(sourceCode) ?? findAsserting(sourceCode);
  known.set(sourceCode, found);
  return found;
}

function findAsserting(sourceCode) {
  const { visitorKeys } = sourceCode;
  const bodies = new Map();
  const collect = (node) => {
    const body = node.type === 'VariableDeclarator' ? unwrap(node.init) : node;
    if (isFunction(body) && node.id?.type === 'Identifier') {
      const variable = sourceCode.getDeclaredVariables(node)[0];
      if (variable !== undefined) bodies.set(variable, body);
    }
    return false;
  };
  contains(sourceCode.ast, visitorKeys, collect);
  const asserting = new Set();
  const asserts = (node) =>
    isAssertion(node) ||
    (node.type === 'CallExpression' &&
      node.callee.type === 'Identifier' &&
      asserting.has(variableOf(node.callee, sourceCode)));
  for (let before = -1; before !== asserting.size;) {
    before = asserting.size;
    for (const [variable, body] of bodies)
      if (!asserting.has(variable) && contains(body, visitorKeys, asserts)) asserting.add(variable);
  }
  const isAsserting = (identifier) => asserting.has(variableOf(identifier, sourceCode));
  return { asserts, isAsserting };
}

module.exports = { assertingCalls, isCount, registers, testBodyOf };
