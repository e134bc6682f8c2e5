import { RuleTester } from 'eslint';
import plugin from './index.cjs';

const errors = [{ messageId: 'byHand' }];
const bad = (code: string) => ({ code, errors });

new RuleTester().run('no-arn-splitting', plugin.rules['no-arn-splitting'], {
  valid: [
    'const { account } = splitArn(arn);',
    'const [service, operation] = call.split(":");',
    'const name = path.split("/").at(-1);',
    'const [prefix] = warning.split(":");',
    'const [rule, , region, kind] = id.split("/");',
    'isRole = /^arn:[a-z-]+:iam::\\d{12}:role\\/./.test(text);',
    'expect(text).toMatch(/^arn:aws:iam::1:role\\/(a|b)$/);',
    'const [, whole] = /by policy (arn:[^ ]+)/.exec(message);',
  ],
  invalid: [
    bad('const parts = arn.split(":");'),
    bad('const name = roleArn?.split("/").at(-1);'),
    bad('const [, partition, , region, account] = text.split(":");'),
    bad('const account = details[0].Arn.split(":")[4];'),
    bad('const account = (boundary ?? "").split(":")[4] ?? "";'),
    bad('const name = resource.split(":").slice(5).join(":");'),
    bad('const account = /^arn:[a-z-]+:iam::(\\d{12}):root$/.exec(name)?.[1];'),
    bad('const named = /^arn:aws:lambda:(?<region>[a-z-]+):/;'),
    bad('const region = text.match(/^arn:aws:sqs:([^:]+)/)[1];'),
  ],
});
