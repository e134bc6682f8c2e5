/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: {
      description: 'A refusal has one shape. A bare text does not show that it is a refusal.',
    },
    schema: [{ type: 'object', properties: { use: { type: 'string' } }, additionalProperties: false }],
    messages: { text: 'A text stands for a refusal here: return {{use}} in its place.' },
  },
  create(context) {
    const { use = 'Refused' } = context.options[0] ?? {};
    return {
      ':matches(:function, TSMethodSignature, TSFunctionType, TSEmptyBodyFunctionExpression, TSDeclareFunction)'({
        returnType,
      }) {
        const union = settled(returnType?.typeAnnotation);
        if (union?.type !== 'TSUnionType') return;
        const text = union.types.find(({ type }) => type === 'TSStringKeyword');
        // A union of a list and a text is data, as in IAM policies. A union of a named type and a text is a result or a
        // refusal.
        const isAnswer = union.types.some(({ type }) => type === 'TSTypeReference');
        if (text !== undefined && isAnswer) context.report({ node: text, messageId: 'text', data: { use } });
      },
    };
  },
};

/** The type that a promise resolves to. */
function settled(type) {
  return type?.typeName?.name === 'Promise' ? type.typeArguments?.params[0] : type;
}
