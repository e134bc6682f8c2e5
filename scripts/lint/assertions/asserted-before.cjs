const { nameOf } = require('../tree.cjs');
const { testBodyOf } = require('./calls.cjs');
const { matcherOf, saysAboveZero, saysNonEmptyList } = require('./matchers.cjs');

/**
 * Whether a statement that always runs before `node` in the same test asserts that `list` is not empty or, with
 * `isNumber`, that it is above zero.
 */
function assertedBefore(list, node, sourceCode, isNumber = false) {
  const wanted = textOf(list, sourceCode);
  for (let child = node; child.parent !== null; child = child.parent) {
    if (isBodyOfTest(child)) return false;
    const { body } = child.parent;
    if (!Array.isArray(body)) continue;
    if (
      body.slice(0, body.indexOf(child)).some((statement) => saysSo(statement, wanted, sourceCode, isNumber))
    )
      return true;
  }
  return false;
}

function isBodyOfTest(node) {
  return node.parent.type === 'CallExpression' && testBodyOf(node.parent) === node;
}

function saysSo(statement, wanted, sourceCode, isNumber) {
  if (statement.type !== 'ExpressionStatement') return false;
  const found = matcherOf(statement.expression);
  if (found === undefined) return false;
  if (isNumber) return textOf(found.given, sourceCode) === wanted && saysAboveZero(found);
  const isSize = ['length', 'size'].includes(nameOf(found.given)) && found.given.type === 'MemberExpression';
  return isSize
    ? textOf(found.given.object, sourceCode) === wanted && saysAboveZero(found)
    : textOf(found.given, sourceCode) === wanted && saysNonEmptyList(found);
}

/**
 * The text of an expression. Keys, values and entries of an object become the same text, because their number is equal.
 */
function textOf(node, sourceCode) {
  return sourceCode
    .getText(node)
    .replaceAll('?.', '.')
    .replace(/^\(await (.*)\)$/s, '$1')
    .replace(/^Object\.(?:keys|values|entries)\(/, 'Object.entries(');
}

module.exports = { assertedBefore };
