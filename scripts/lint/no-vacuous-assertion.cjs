const { contains, isFunction, nameOf, numberOf, unwrap } = require('./tree.cjs');
const { assertedBefore } = require('./assertions/asserted-before.cjs');
const { assertingCalls, isCount, registers, testBodyOf } = require('./assertions/calls.cjs');
const { emptyResult } = require('./assertions/empty-result.cjs');
const { matcherOf } = require('./assertions/matchers.cjs');
const { isNonEmpty } = require('./assertions/non-empty.cjs');
const { isInProperty } = require('./assertions/properties.cjs');

const walks = new Set(['forEach', 'map', 'flatMap']);

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'An assertion over a list that may be empty passes while it asserts nothing.' },
    schema: [],
    messages: {
      loop: 'This asserts nothing when {{list}} is empty: loop over nonEmpty({{list}}).',
      counted:
        'This asserts nothing when the loop does not run: write its bound as a number, or loop over a list.',
      register: 'There are no tests when {{list}} is empty: use it.each, or loop over nonEmpty({{list}}).',
      list: 'This passes when {{list}} is empty: write nonEmpty({{list}}).{{method}}(…).',
    },
  },
  create(context) {
    const { sourceCode } = context;
    // Most files of test/ are not tests; the rest of the rule is for files that assert.
    if (!/\b(?:expect|assert|it|test|describe)/.test(sourceCode.text)) return {};
    const { visitorKeys } = sourceCode;
    const { asserts, isAsserting } = assertingCalls(sourceCode);
    const short = (node) => sourceCode.getText(node).replaceAll(/\s+/g, ' ').slice(0, 60);

    function check(node, body, list, head = list) {
      const isRegistered = contains(body, visitorKeys, (one) => registers(one));
      const isAsserted = isAssertingFunction(body) || contains(body, visitorKeys, asserts);
      if ((!isRegistered && !isAsserted) || isCountedTest(node) || isInProperty(node, sourceCode)) return;
      if (list === undefined) context.report({ node: head, messageId: 'counted' });
      else if (!isNonEmpty(list, node, sourceCode))
        context.report({
          node: head,
          messageId: isRegistered ? 'register' : 'loop',
          data: { list: short(list) },
        });
    }

    function isAssertingFunction(node) {
      return node.type === 'Identifier' && isAsserting(node);
    }

    /** Whether the test declares how many assertions it makes. */
    function isCountedTest(node) {
      for (let child = node; child.parent !== null; child = child.parent)
        if (child.parent.type === 'CallExpression' && testBodyOf(child.parent) === child)
          return contains(child, visitorKeys, (one) => isCount(one) && nameOf(one.callee) === 'assertions');
      return false;
    }

    /** Whether the bound of a loop is a literal number, the length of a list that is not empty, or was asserted. */
    function isCounted({ test }) {
      const bound = test?.right;
      if (bound === undefined || numberOf(bound, sourceCode) !== undefined) return bound !== undefined;
      if (nameOf(bound) === 'length') return isNonEmpty(bound.object, bound, sourceCode);
      return assertedBefore(bound, test.parent, sourceCode, true);
    }

    return {
      'ForOfStatement, ForInStatement'(node) {
        check(node, node.body, node.right);
      },
      ForStatement(node) {
        if (!isCounted(node)) check(node, node.body, undefined, node.test ?? node);
      },
      WhileStatement(node) {
        check(node, node.body, undefined, node.test);
      },
      CallExpression(node) {
        if (node.callee.type === 'MemberExpression' && walks.has(nameOf(node.callee))) {
          const [body] = node.arguments;
          if (isFunction(body) || body?.type === 'Identifier') check(node, body, unwrap(node.callee.object));
        }
        const found = matcherOf(node);
        const passed = found && emptyResult(found, sourceCode);
        if (passed === undefined || isNonEmpty(passed.list, node, sourceCode)) return;
        if (isCountedTest(node) || isInProperty(node, sourceCode)) return;
        const data = { list: short(passed.list), method: passed.method };
        context.report({ node: found.given, messageId: 'list', data });
      },
    };
  },
};
