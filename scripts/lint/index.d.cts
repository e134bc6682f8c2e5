import type { ESLint, Rule } from 'eslint';

declare const plugin: ESLint.Plugin & {
  readonly rules: Readonly<
    Record<
      | 'comment-length'
      | 'no-arn-splitting'
      | 'no-chunking'
      | 'no-conditional-assertion'
      | 'no-impurity'
      | 'no-paging'
      | 'no-partition'
      | 'no-record-check'
      | 'no-text-as-refusal'
      | 'no-vacuous-assertion',
      Rule.RuleModule
    >
  >;
};
export = plugin;
