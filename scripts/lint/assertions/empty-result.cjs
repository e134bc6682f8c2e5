const { initialOf, nameOf, unwrap } = require('../tree.cjs');

/** Methods whose result is empty if the list is. */
const follows = new Set('map toSorted sort toReversed reverse slice filter flatMap flat'.split(' '));
const picks = new Set(['filter', 'flatMap']);

/** If an assertion also passes for an empty list: the list, and the method that searches it. */
function emptyResult({ matcher, isNegated, given, args: [wanted] }, sourceCode) {
  const value = unwrap(wanted);
  const literal = isNegated && typeof value?.value === 'boolean' ? !value.value : value?.value;
  const isSame = ['toBe', 'toEqual', 'toStrictEqual'].includes(matcher);
  const isTrue = (isSame && literal === true) || (!isNegated && matcher === 'toBeTruthy');
  const isFalse = (isSame && literal === false) || (!isNegated && matcher === 'toBeFalsy');
  if (isTrue) return calledOn(given, 'every', sourceCode);
  if (isFalse) return calledOn(given, 'some', sourceCode);
  if (isNegated) return undefined;
  const isEmptyList = isSame && value?.type === 'ArrayExpression' && value.elements.length === 0;
  if (isEmptyList || (matcher === 'toHaveLength' && literal === 0)) return pickedFrom(given, sourceCode);
  const isLength = given.type === 'MemberExpression' && nameOf(given) === 'length';
  return isLength && isSame && literal === 0 ? pickedFrom(unwrap(given.object), sourceCode) : undefined;
}

function calledOn(given, method, sourceCode) {
  const call = boundTo(given, sourceCode);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  return nameOf(call.callee) === method ? { list: unwrap(call.callee.object), method } : undefined;
}

/** The list at the bottom of `xs.filter(…).map(…)`. */
function pickedFrom(given, sourceCode) {
  let found;
  let at = boundTo(given, sourceCode);
  while (at?.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    const method = nameOf(at.callee);
    if (!follows.has(method)) break;
    const list = unwrap(at.callee.object);
    if (picks.has(method)) found = { list, method };
    at = list;
  }
  return found;
}

function boundTo(node, sourceCode) {
  return node.type === 'Identifier' ? unwrap(initialOf(node, sourceCode)?.init) : node;
}

module.exports = { emptyResult };
