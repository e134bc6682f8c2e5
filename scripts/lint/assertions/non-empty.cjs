const { initialOf, nameOf, numberOf, unwrap, variableOf } = require('../tree.cjs');
const { assertedBefore } = require('./asserted-before.cjs');

/** Methods whose result has at least as many items as the list. */
const sameLength = new Set(
  'map toSorted sort toReversed reverse concat entries keys values with fill asIndexedPairs'.split(' '),
);

/**
 * Whether a list certainly has at least one item, as far as this file shows.
 * @param at the node that uses the list, because assertions before it count
 */
function isNonEmpty(given, at, sourceCode) {
  const list = unwrap(given);
  if (list === undefined || list === null) return false;
  const again = (other) => isNonEmpty(other, at, sourceCode);
  switch (list.type) {
    case 'ArrayExpression':
      return list.elements.some((item) => item?.type !== 'SpreadElement' || again(item.argument));
    case 'ObjectExpression':
      return list.properties.some((item) => item.type !== 'SpreadElement' || again(item.argument));
    case 'Literal':
      return typeof list.value === 'string' && list.value !== '';
    case 'NewExpression':
      return ['Set', 'Map'].includes(list.callee.name) && again(list.arguments[0]);
    case 'AwaitExpression':
      return assertedBefore(list, at, sourceCode) || again(list.argument);
    case 'CallExpression':
      return isNonEmptyCall(list, again, sourceCode) || assertedBefore(list, at, sourceCode);
    case 'Identifier':
      return isNonEmptyName(list, again, sourceCode) || assertedBefore(list, at, sourceCode);
    case 'MemberExpression':
      return isNonEmptyMember(list, again, sourceCode) || assertedBefore(list, at, sourceCode);
    default:
      return false;
  }
}

function isNonEmptyCall({ callee, arguments: given }, again, sourceCode) {
  const name = nameOf(callee);
  if (callee.type === 'Identifier') return name === 'nonEmpty';
  const on = unwrap(callee.object);
  if (on.name === 'Object') return ['keys', 'values', 'entries', 'freeze'].includes(name) && again(given[0]);
  if (on.name === 'Promise') return name === 'all' && again(given[0]);
  if (on.name === 'Array' && name === 'from') return again(given[0]) || hasLength(given[0], sourceCode);
  if (name === 'split') return given[0]?.type === 'Literal' && given[0].value !== '';
  return sameLength.has(name) && again(on);
}

/** `{ length: 3 }`, as for `Array.from`. */
function hasLength(node, sourceCode) {
  if (node?.type !== 'ObjectExpression') return false;
  const length = node.properties.find((one) => one.key?.name === 'length');
  return (numberOf(length?.value, sourceCode) ?? 0) > 0;
}

function isNonEmptyName(identifier, again, sourceCode) {
  const declared = initialOf(identifier, sourceCode);
  const parameter = variableOf(identifier, sourceCode)?.defs[0]?.name;
  if (isTuple((declared?.id ?? parameter)?.typeAnnotation?.typeAnnotation)) return true;
  return declared !== undefined && again(declared.init);
}

/** `[A, B]` or `readonly [T, ...T[]]`. */
function isTuple(type) {
  if (type?.type === 'TSTypeOperator') return isTuple(type.typeAnnotation);
  return type?.type === 'TSTupleType' && type.elementTypes.some(({ type: kind }) => kind !== 'TSRestType');
}

/** A property of an object literal that a `const` of this file has as its value. */
function isNonEmptyMember(node, again, sourceCode) {
  const on = unwrap(node.object);
  const object = on.type === 'Identifier' ? unwrap(initialOf(on, sourceCode)?.init) : undefined;
  if (object?.type !== 'ObjectExpression') return false;
  const found = object.properties.find((one) => (one.key?.name ?? one.key?.value) === nameOf(node));
  return found !== undefined && again(found.value);
}

module.exports = { isNonEmpty };
