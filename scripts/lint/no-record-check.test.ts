import { RuleTester } from 'eslint';
import plugin from './index.cjs';

const errors = [{ messageId: 'byHand' }];
const bad = (code: string) => ({ code, errors });

new RuleTester().run('no-record-check', plugin.rules['no-record-check'], {
  valid: [
    'if (isRecord(value)) use(value);',
    'const port = typeof address === "object" ? address.port : 0;',
    'if (typeof value === "string" && value !== null) use(value);',
    'if (typeof value === "object" && other !== null) use(value);',
    'if (value !== null) use(value);',
  ],
  invalid: [
    bad('if (typeof value === "object" && value !== null) use(value);'),
    bad('const is = typeof value === "object" && value !== null && !Array.isArray(value);'),
    bad('if (typeof value !== "object" || value === null) return_();'),
    bad('if (value !== null && typeof value === "object") use(value);'),
    bad('const is = typeof a.b === "object" && (a.b !== null && "c" in a.b);'),
    bad('if (typeof value == "object" && value != null) use(value);'),
  ],
});
