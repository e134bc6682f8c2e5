/** The project's own lint rules: `palisade/…` in eslint.config.mjs, each with a table of what it lets through. */
const names = [
  'no-arn-splitting',
  'no-chunking',
  'no-conditional-assertion',
  'no-paging',
  'no-record-check',
  'no-text-as-refusal',
  'no-vacuous-assertion',
];

module.exports = {
  meta: { name: 'palisade' },
  rules: Object.fromEntries(names.map((name) => [name, require(`./${name}.cjs`)])),
};
