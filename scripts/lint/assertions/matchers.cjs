const { nameOf, unwrap } = require('../tree.cjs');

/** The parts of `expect(given).not.toBe(…)`, which may be awaited. */
function matcherOf(node) {
  if (node?.type === 'AwaitExpression') return matcherOf(node.argument);
  if (node?.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const matcher = nameOf(node.callee);
  let { object } = node.callee;
  let isNegated = false;
  while (object.type === 'MemberExpression') {
    isNegated ||= nameOf(object) === 'not';
    object = object.object;
  }
  if (object.type !== 'CallExpression' || object.callee.name !== 'expect') return undefined;
  const [given] = object.arguments;
  return given === undefined ? undefined : { matcher, isNegated, given: unwrap(given), args: node.arguments };
}

const equality = new Set(['toEqual', 'toStrictEqual', 'toBe', 'toMatchObject']);

/** Whether the matcher passes only for a list that is not empty. */
function saysNonEmptyList({ matcher, isNegated, args: [wanted] }) {
  const value = unwrap(wanted);
  const isEmptyList = value?.type === 'ArrayExpression' && value.elements.length === 0;
  if (isNegated)
    return (equality.has(matcher) && isEmptyList) || (matcher === 'toHaveLength' && value?.value === 0);
  if (matcher === 'toHaveLength') return value?.type !== 'Literal' || value.value > 0;
  if (['toContain', 'toContainEqual'].includes(matcher)) return true;
  return equality.has(matcher) && value?.type === 'ArrayExpression' && value.elements.some(isItem);
}

/** Whether the matcher passes only for a number above zero. */
function saysAboveZero({ matcher, isNegated, args: [wanted] }) {
  const least = unwrap(wanted)?.value;
  if (isNegated) return equality.has(matcher) && least === 0;
  if (matcher === 'toBeGreaterThan') return least === undefined || least >= 0;
  return [...equality, 'toBeGreaterThanOrEqual'].includes(matcher) && (least === undefined || least > 0);
}

function isItem(element) {
  return element !== null && element.type !== 'SpreadElement';
}

module.exports = { equality, isItem, matcherOf, saysAboveZero, saysNonEmptyList };
