import { RuleTester } from 'eslint';
import plugin from './index.cjs';

const errors = [{ messageId: 'fixed' }];
const bad = (code: string) => ({ code, errors });

new RuleTester().run('no-partition', plugin.rules['no-partition'], {
  valid: [
    'const arn = `arn:${partition}:iam::${account}:root`;',
    "const principal = 'events.amazonaws.com';",
    "const source = ['ssm.amazonaws.com', 'iam.amazonaws.com'];",
    "const path = '/aws-reserved/sso.amazonaws.com/';",
    "const service = source.replace('.amazonaws.com', '');",
    'const says = `events.amazonaws.com may not deliver to ${queue}`;',
    'const isArn = /^arn:[a-z-]+:iam::/.test(text);',
    '"is not the ARN of a role, such as \'arn:aws:iam::111122223333:role/a\'"',
    '// arn:aws:iam::111122223333:root',
  ],
  invalid: [
    bad("const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';"),
    bad('const arn = `arn:aws:iam::${account}:root`;'),
    bad('const isArn = /^arn:aws:iam::/.test(text);'),
    bad('const host = `api.sagemaker.${region}.amazonaws.com`;'),
    bad("const host = 's3.us-east-1.amazonaws.com';"),
    bad('const name = `com.amazonaws.${region}.sagemaker.api`;'),
    bad("const pattern = '*amazonaws.*.sagemaker*';"),
    bad('const isHost = /\\.amazonaws\\.com\\.cn$/.test(host);'),
  ],
});
