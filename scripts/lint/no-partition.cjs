// Services are called `events.amazonaws.com` in every partition: as principals, and as sources of recorded calls.
const servicePrincipal = /(?<![\w.-])[a-z0-9-]+\.amazonaws\.com(?![\w.-])/g;

// A message may show an example.
const example = /such as '[^']*'/g;

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'What differs between partitions of AWS stands in one table.' },
    schema: [{ type: 'object', properties: { use: { type: 'string' } }, additionalProperties: false }],
    messages: { fixed: '{{text}} is right in one partition only: use {{use}}.' },
  },
  create(context) {
    const { use = 'the table of partitions' } = context.options[0] ?? {};
    const check = (node, text) => {
      const [found] =
        /arn:aws:|amazonaws/.exec(text.replaceAll(example, '').replaceAll(servicePrincipal, '')) ?? [];
      if (found !== undefined) context.report({ node, messageId: 'fixed', data: { text: found, use } });
    };
    return {
      Literal(node) {
        if (node.regex !== undefined) check(node, node.regex.pattern.replaceAll('\\', ''));
        else if (typeof node.value === 'string' && node.value !== '.amazonaws.com') check(node, node.value);
      },
      TemplateElement(node) {
        if (node.parent.type !== 'TSTemplateLiteralType') check(node, node.value.raw);
      },
    };
  },
};
