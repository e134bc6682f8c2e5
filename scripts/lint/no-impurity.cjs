/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: {
      description: 'A verdict depends on nothing but its arguments, so that it can be replayed and proved.',
    },
    schema: [],
    messages: {
      clock: 'core/ and rules/ have no clock: take the time as an argument.',
      load: 'core/ and rules/ load nothing at run time.',
    },
  },
  create(context) {
    return {
      NewExpression(node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0)
          context.report({ node, messageId: 'clock' });
      },
      ImportExpression(node) {
        context.report({ node, messageId: 'load' });
      },
    };
  },
};
