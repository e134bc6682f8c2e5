import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { renderReport, type ReportModel } from '../report/html';
import { finding } from '../../test/fakes/finding';
import { runCli } from '../testing/run-cli';
import { sampleRules, writeExportFolder } from '../testing/sample-export';

const model = (changes: Partial<ReportModel> = {}): ReportModel => ({
  title: 'Report',
  place: { account: '111122223333', region: 'us-east-1' },
  generatedAt: '2026-11-22T10:00:00.000Z',
  entries: [{ finding: finding() }],
  ...changes,
});

/** The tags of a page, without their attributes. */
const tags = (page: string): readonly string[] => page.match(/<\/?[a-z][a-z0-9]*/g) ?? [];

describe('renderReport', () => {
  it('is one page that loads nothing and runs nothing', () => {
    const page = renderReport(model());
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
    expect(page).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\ssrc=|\shref=|\son[a-z]+=/);
  });

  it('never turns a text into markup, whatever it contains', () => {
    const nasty = fc.oneof(
      fc.constantFrom('<script>x</script>', '"><b>', "' onload='x", '</pre></style>', '<!--', '\u0000\ud800'),
      fc.string({ unit: 'binary' }),
    );
    const plain = tags(renderReport(withTexts('x')));
    fc.assert(
      fc.property(nasty, (text) => {
        const page = renderReport(withTexts(`x${text}`));
        expect(tags(page)).toEqual(plain);
        expect(page).not.toMatch(/(?![\t\n\r])[\p{Cc}\p{Cs}]/u);
      }),
    );
  });

  it('shows what became of a finding: outcome, ticket and trail', () => {
    const audit = [{ at: '2026-11-22T10:00:01.000Z', event: 'performed', by: 'sweep', detail: 'the call' }];
    const ticket = { channel: 'opscenter', id: 'oi-1', open: true };
    const page = renderReport(
      model({ entries: [{ finding: finding(), outcome: 'contained', because: 'stopped', ticket, audit }] }),
    );
    for (const text of ['contained', 'stopped', 'opscenter oi-1 (open)', 'Audit trail (1)', 'the call'])
      expect(page).toContain(text);
  });

  it.each([
    ['everything passes', { status: 'pass' }, 'Nothing fails.'],
    [
      'something is unknown',
      { status: 'unknown', missing: ['x'] },
      'Nothing is known to fail, but 1 could not be judged.',
    ],
    ['something fails', { status: 'fail' }, '1 finding fails.'],
  ] as const)('says in one sentence that %s', (_, changes, sentence) => {
    expect(renderReport(model({ entries: [{ finding: finding(changes) }] }))).toContain(sentence);
  });
});

describe('palisade report', () => {
  it('writes the file, says where, and exits as a scan does', async () => {
    const out = path.join(mkdtempSync(path.join(tmpdir(), 'palisade-report-')), 'deep', 'report.html');
    const ran = await runCli(['report', '--from', writeExportFolder(), ...sampleRules, '--out', out]);
    expect(ran).toEqual({
      code: 1,
      stdout: `Wrote ${out}: 5 failing (4 high, 1 medium), 2 compliant\n`,
      stderr: '',
    });
    const page = readFileSync(out, 'utf8');
    for (const text of ['5 findings fail.', 'notebook instance churn', 'user alice', '<code>vpce-1</code>'])
      expect(page).toContain(text);
  });
});

/** A model with the text in every field that takes one. */
function withTexts(text: string): ReportModel {
  const step = { call: text, input: { text }, why: text, precondition: text, approval: 'none' as const };
  const base = finding({
    id: text,
    title: text,
    message: text,
    contained: text,
    evidence: { text },
    decision: { mode: 'ticket', because: text },
    plan: { kind: 'steps', steps: [step] },
  });
  const resource = { ...base.resource, id: text, arn: text };
  const audit = [{ at: '2026-11-22T10:00:00.000Z', event: text, by: text, detail: text }];
  return model({
    title: text,
    place: { account: text, region: text },
    perimeter: { vpcs: [text], vpcEndpoints: [text], cidrs: [text] },
    facts: [{ label: text, value: text }],
    timeline: [{ at: '2026-11-22T10:00:00.000Z', what: text, text }],
    entries: [
      { finding: { ...base, resource }, outcome: 'failed', because: text, audit },
      { finding: { ...base, resource, plan: { kind: 'person', because: text, text } } },
      { finding: { ...base, resource, status: 'unknown' } },
      { finding: { ...base, resource, status: 'exempt' } },
      { finding: { ...base, resource, status: 'pass' } },
    ],
  });
}
