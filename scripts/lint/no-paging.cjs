const { contains } = require('./tree.cjs');

/** AWS's names for the start of the next page, such as `NextToken` or `LastEvaluatedKey`. */
const pageTokens =
  /^(?:next|continuation|nextContinuation|starting|page)(?:Token|Marker)$|^marker$|^(?:exclusiveStart|lastEvaluated)\w+$/i;

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'Pages are read in one place only, which detects a token that AWS returns twice.' },
    schema: [{ type: 'object', properties: { use: { type: 'string' } }, additionalProperties: false }],
    messages: { byHand: 'Pages are read by hand here: use {{use}}.' },
  },
  create(context) {
    const { use = 'allPages' } = context.options[0] ?? {};
    const { visitorKeys } = context.sourceCode;
    const isToken = (node) => node.type === 'Identifier' && pageTokens.test(node.name);
    const check = (node) => {
      if (contains(node, visitorKeys, isToken)) context.report({ node, messageId: 'byHand', data: { use } });
    };
    return {
      DoWhileStatement: check,
      WhileStatement: check,
      // A loop over a list ends with the list; a loop without an update may request pages.
      'ForStatement[update=null]': check,
    };
  },
};
