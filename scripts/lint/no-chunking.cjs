const { nameOf } = require('./tree.cjs');

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'Lists are split into chunks in one place only.' },
    schema: [{ type: 'object', properties: { use: { type: 'string' } }, additionalProperties: false }],
    messages: { byHand: 'A list is split into chunks by hand here: use {{use}}.' },
  },
  create(context) {
    const { use = 'chunks' } = context.options[0] ?? {};
    const { sourceCode } = context;
    const textOf = (node) => sourceCode.getText(node);

    /** `slice(i, i + size)` in a loop that advances by `size`. */
    function isStep([start, end], node) {
      if (end.type !== 'BinaryExpression' || end.operator !== '+') return false;
      const sides = [textOf(end.left), textOf(end.right)];
      return sourceCode.getAncestors(node).some(({ type, update }) => {
        if (type !== 'ForStatement' || update?.operator !== '+=') return false;
        const [at, size] = [textOf(update.left), textOf(update.right)];
        return textOf(start) === at && sides.includes(at) && sides.includes(size);
      });
    }

    /** `slice(i * size, (i + 1) * size)`, or `slice(i * size, i * size + size)`. */
    function isProduct([start, end]) {
      if (start.operator !== '*' || end.type !== 'BinaryExpression') return false;
      const sides = [end.left, end.right];
      if (end.operator === '+') return sides.some((side) => textOf(side) === textOf(start));
      const factors = [start.left, start.right].map(textOf);
      return (
        end.operator === '*' &&
        sides.some((side) => side.operator === '+' && factors.includes(textOf(side.left)))
      );
    }

    return {
      CallExpression(node) {
        if (!['slice', 'subarray'].includes(nameOf(node.callee)) || node.arguments.length !== 2) return;
        if (isStep(node.arguments, node) || isProduct(node.arguments))
          context.report({ node, messageId: 'byHand', data: { use } });
      },
    };
  },
};
