import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import plugin from './index.cjs';

const errors = [{ messageId: 'text' }];
const bad = (code: string) => ({ code, errors });

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run(
  'no-text-as-refusal',
  plugin.rules['no-text-as-refusal'],
  {
    valid: [
      'function read(text: string): Shape | Refused {}',
      'function whyNot(plan: Plan): string | undefined {}',
      'function oneOrMany(list: string[]): string | readonly string[] {}',
      'function shown(value: Shape | string): string {}',
      'function status(): "on" | Status {}',
      'const read = (text: string) => text;',
    ],
    invalid: [
      bad('function read(text: string): Shape | string {}'),
      bad('function read(text: string): Shape | string | undefined {}'),
      bad('async function read(text: string): Promise<string | Shape> {}'),
      bad('const read = (text: string): Shape | string => text;'),
      bad('interface Reader { read(text: string): Shape | string }'),
      bad('type Read = (text: string) => Shape | string;'),
    ],
  },
);
