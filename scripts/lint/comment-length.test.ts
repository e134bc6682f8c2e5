import { RuleTester } from 'eslint';
import plugin from './index.cjs';

const words = (length: number): string => 'so '.repeat(length).slice(0, length - 1);
const errors = [{ messageId: 'long' }];

new RuleTester().run('comment-length', plugin.rules['comment-length'], {
  valid: [
    `// ${words(117)}\n`,
    `/**\n * short\n * ${words(117)}\n */`,
    `// https://example.com/${words(200)}`,
    `const text = '${words(200)}';`,
  ],
  invalid: [
    { code: `// ${words(119)}\n`, errors },
    { code: `/**\n * short\n * ${words(130)}\n * ${words(130)}\n */`, errors: [...errors, ...errors] },
  ],
});
