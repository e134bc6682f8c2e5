const { unwrap } = require('./tree.cjs');

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: {
      description:
        'Whether a value is an object is checked in one place only, which excludes null and lists.',
    },
    schema: [{ type: 'object', properties: { use: { type: 'string' } }, additionalProperties: false }],
    messages: { byHand: 'Whether this is an object is checked by hand here: use {{use}}.' },
  },
  create(context) {
    const { use = 'isRecord' } = context.options[0] ?? {};
    const textOf = (node) => context.sourceCode.getText(node);
    return {
      'BinaryExpression[left.operator="typeof"][right.value="object"]'(node) {
        let top = node;
        while (top.parent.type === 'LogicalExpression') top = top.parent;
        const value = textOf(node.left.argument);
        const isNull = ({ type, left, right, operator }) =>
          type === 'BinaryExpression' &&
          /^[!=]==?$/.test(operator) &&
          right.raw === 'null' &&
          textOf(left) === value;
        const isBoth = (one) => one.type === 'LogicalExpression' && sidesOf(one).some(isNull);
        if (isBoth(top)) context.report({ node, messageId: 'byHand', data: { use } });
      },
    };
  },
};

function sidesOf(node) {
  return [unwrap(node.left), unwrap(node.right)].flatMap((side) =>
    side.type === 'LogicalExpression' ? sidesOf(side) : [side],
  );
}
