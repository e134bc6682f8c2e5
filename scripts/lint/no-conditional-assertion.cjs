const { contains, isFunction, nameOf } = require('./tree.cjs');
const { alwaysAsserts } = require('./assertions/always.cjs');
const { assertingCalls, testBodyOf } = require('./assertions/calls.cjs');
const { isInProperty } = require('./assertions/properties.cjs');

/** Nodes that run only sometimes: their parent, and which of its parts they are. */
const branches = {
  IfStatement: ['consequent', 'alternate'],
  ConditionalExpression: ['consequent', 'alternate'],
  LogicalExpression: ['right'],
  CatchClause: ['body'],
  SwitchCase: ['consequent'],
};

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'A test that only asserts on a condition passes when the condition does not hold.' },
    schema: [],
    messages: {
      branch:
        'This test asserts nothing when this branch is not taken: assert the condition itself, or expect.assertions(n).',
      leaves:
        'This test asserts nothing when it ends here: assert the condition itself, or expect.assertions(n).',
    },
  },
  create(context) {
    const { sourceCode } = context;
    // Most files of test/ are not tests; the rest of the rule is for files that assert.
    if (!/\b(?:expect|assert|it|test|describe)/.test(sourceCode.text)) return {};
    const { visitorKeys } = sourceCode;
    const { asserts } = assertingCalls(sourceCode);
    const { always, leaves } = alwaysAsserts(sourceCode, asserts);

    /** Whether a node below `top` runs only sometimes. */
    function isConditional(node, top) {
      for (let child = node; child !== top; child = child.parent) {
        const parts = branches[child.parent.type] ?? [];
        if (parts.some((part) => [child.parent[part]].flat().includes(child))) return true;
        if (isFunction(child) && nameOf(child.parent.callee) === 'catch') return true;
      }
      return false;
    }

    /** The first node of the test that matches, outside of fast-check properties. */
    function first(body, test) {
      let found;
      contains(body, visitorKeys, (node) => {
        if (!test(node) || isInProperty(node, sourceCode)) return false;
        found = node;
        return true;
      });
      return found;
    }

    return {
      CallExpression(node) {
        const test = testBodyOf(node);
        if (test === undefined || always(test.body)) return;
        const { body } = test;
        const assertion = first(body, asserts);
        if (assertion === undefined) return;
        const leave = [body.body].flat().find((statement) => leavesBefore(statement, assertion));
        if (leave !== undefined) {
          context.report({ node: leave, messageId: 'leaves' });
          return;
        }
        const branch = first(body, (one) => asserts(one) && isConditional(one, body));
        if (branch !== undefined) context.report({ node: branch, messageId: 'branch' });
      },
    };

    function leavesBefore(statement, assertion) {
      return (
        statement.type === 'IfStatement' && statement.range[1] <= assertion.range[0] && leaves(statement)
      );
    }
  },
};
