/** The project's own lint rules: `palisade/…` in .oxlintrc.json. Each has a test table of what it allows. */
module.exports = {
  meta: { name: 'palisade' },
  rules: {
    'comment-length': require('./comment-length.cjs'),
    'no-arn-splitting': require('./no-arn-splitting.cjs'),
    'no-chunking': require('./no-chunking.cjs'),
    'no-conditional-assertion': require('./no-conditional-assertion.cjs'),
    'no-impurity': require('./no-impurity.cjs'),
    'no-paging': require('./no-paging.cjs'),
    'no-partition': require('./no-partition.cjs'),
    'no-record-check': require('./no-record-check.cjs'),
    'no-text-as-refusal': require('./no-text-as-refusal.cjs'),
    'no-vacuous-assertion': require('./no-vacuous-assertion.cjs'),
  },
};
