/** @type {import('eslint').Rule.RuleModule} */
module.exports = {
  meta: {
    type: 'problem',
    docs: {
      description: 'What cannot be done is said in one shape; a bare text does not say that it is a refusal.',
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
        // A list of texts or one text is data, as in IAM policies; a named type or a text is an answer or none.
        const isAnswer = union.types.some(({ type }) => type === 'TSTypeReference');
        if (text !== undefined && isAnswer) context.report({ node: text, messageId: 'text', data: { use } });
      },
    };
  },
};

/** What a promise is for. */
function settled(type) {
  return type?.typeName?.name === 'Promise' ? type.typeArguments?.params[0] : type;
}
