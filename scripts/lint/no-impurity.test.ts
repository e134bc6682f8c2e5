import { RuleTester } from 'eslint';
import plugin from './index.cjs';

new RuleTester().run('no-impurity', plugin.rules['no-impurity'], {
  valid: ['const at = new Date(now);', "import { at } from './at';", 'new Dates();'],
  invalid: [
    { code: 'const now = new Date();', errors: [{ messageId: 'clock' }] },
    { code: "const { at } = await import('./at');", errors: [{ messageId: 'load' }] },
  ],
});
