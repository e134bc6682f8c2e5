const { nameOf, unwrap } = require('./tree.cjs');

const isArnName = (name = '') => /^arn(?![a-z])|Arn(?![a-z])|ARN/.test(name);

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'ARNs are split in one place only.' },
    schema: [{ type: 'object', properties: { use: { type: 'string' } }, additionalProperties: false }],
    messages: { byHand: 'An ARN is split by hand here: use {{use}}.' },
  },
  create(context) {
    const { use = 'splitArn' } = context.options[0] ?? {};
    const report = (node) => context.report({ node, messageId: 'byHand', data: { use } });
    return {
      'CallExpression[callee.property.name="split"]'(node) {
        const [separator] = node.arguments;
        const from = unwrap(node.callee.object);
        const isArn = isArnName(nameOf(from));
        if (separator?.value === ':' && (isArn || takesManyParts(node))) report(node);
        else if (separator?.value === '/' && isArn) report(node);
      },
      // A capture group of a regular expression for ARNs is a part of an ARN.
      'Literal[regex]'(node) {
        if (takesPartsOfArn(node.regex) && isRead(node)) report(node);
      },
    };
  },
};

/** Whether the fourth or a later part is used, because only ARNs have that many. */
function takesManyParts(node) {
  let at = node.parent;
  while (at.type === 'LogicalExpression' || at.type === 'ChainExpression') at = at.parent;
  if (at.type === 'VariableDeclarator' && at.id.type === 'ArrayPattern') return at.id.elements.length > 3;
  if (at.type !== 'MemberExpression') return false;
  if (at.computed) return at.property.value > 2;
  const start = nameOf(at) === 'slice' ? at.parent.arguments?.[0]?.value : undefined;
  return start > 2;
}

/** Whether it captures something other than a whole ARN: `(arn:…)`. */
function takesPartsOfArn({ pattern, flags }) {
  const isWhole = /(?<!\\)\((?:\?<\w+>)?arn:/.test(pattern);
  return /arn:/.test(pattern) && !isWhole && (new RegExp(`${pattern}|`, flags).exec('')?.length ?? 1) > 1;
}

/** Whether the captured text is used, and not only whether it matches. */
function isRead({ parent }) {
  if (parent.type === 'VariableDeclarator') return true;
  if (parent.type === 'CallExpression')
    return ['match', 'matchAll', 'replace'].includes(nameOf(parent.callee));
  return parent.type === 'MemberExpression' && nameOf(parent) === 'exec';
}
