const longest = 120;

/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'layout',
    docs: { description: 'A comment is wrapped by hand: Prettier does not.' },
    schema: [],
    messages: { long: 'This line of a comment has {{length}} columns, and may have {{longest}}.' },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Program() {
        for (const { loc } of sourceCode.getAllComments())
          for (let line = loc.start.line; line <= loc.end.line; line += 1) {
            const text = sourceCode.lines[line - 1];
            // An address cannot be broken.
            if (text.length <= longest || text.includes('://')) continue;
            const data = { length: String(text.length), longest: String(longest) };
            context.report({
              loc: { start: { line, column: 0 }, end: { line, column: text.length } },
              messageId: 'long',
              data,
            });
          }
      },
    };
  },
};
