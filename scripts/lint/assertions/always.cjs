const { contains, isFunction, nameOf, unwrap } = require('../tree.cjs');
const { isCount } = require('./calls.cjs');
const { isNonEmpty } = require('./non-empty.cjs');

/** Methods that may not call their argument at all. */
const perhaps = new Set(
  'map forEach flatMap filter find some every catch then finally replace sort'.split(' '),
);

/** Returns checks of whether a statement or an expression asserts something in every execution. */
function alwaysAsserts(sourceCode, asserts) {
  const { visitorKeys } = sourceCode;
  const isSure = (node) => asserts(node) || isCount(node);
  const isWayOut = ({ type }) => type === 'ReturnStatement';
  /** Whether the test may return within the node before it has asserted anything. */
  const leaves = (node) =>
    contains(
      node,
      visitorKeys,
      isWayOut,
      (one) => !isFunction(one) && !(one.type === 'BlockStatement' && always(one)),
    );

  function inOrder(statements) {
    for (const statement of statements) {
      if (always(statement)) return true;
      // Statements after a possible return may never run.
      if (leaves(statement)) return false;
    }
    return false;
  }

  function always(given) {
    const node = unwrap(given);
    if (node === null || node === undefined) return false;
    switch (node.type) {
      case 'BlockStatement':
        return inOrder(node.body);
      case 'IfStatement':
      case 'ConditionalExpression':
        return always(node.test) || (always(node.consequent) && always(node.alternate));
      case 'LogicalExpression':
        return always(node.left);
      case 'ForOfStatement':
      case 'ForInStatement':
        return always(node.right) || (always(node.body) && isNonEmpty(node.right, node, sourceCode));
      case 'ForStatement':
        return always(node.body);
      case 'WhileStatement':
        return false;
      case 'TryStatement':
        return always(node.block) || always(node.finalizer);
      case 'SwitchStatement':
        return always(node.discriminant);
      case 'CallExpression':
        return isSure(node) || callAsserts(node);
      default:
        if (isFunction(node)) return false;
        return (visitorKeys[node.type] ?? []).some((key) =>
          [node[key]].flat().some((child) => always(child)),
        );
    }
  }

  function callAsserts({ callee, arguments: given }) {
    const isPerhaps = callee.type === 'MemberExpression' && perhaps.has(nameOf(callee));
    const isWalk = isPerhaps && ['map', 'forEach'].includes(nameOf(callee));
    const runs = !isPerhaps || (isWalk && isNonEmpty(callee.object, callee, sourceCode));
    return always(callee) || given.some((one) => (isFunction(one) ? runs && always(one.body) : always(one)));
  }

  return { always, leaves };
}

module.exports = { alwaysAsserts };
