import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClients } from '../../adapters/aws/clients';
import { openAccount } from '../../cli/start/account';
import type { EmbeddedDeployment } from '../../cli/start/deploy';
import { startNarrator } from '../../cli/start/narrate';
import { play, type Played } from '../../cli/start/play';
import { paintFor } from '../../cli/output/paint';
import { type BuildOptions } from '../../infra/build.cjs';
import type { Packaged } from '../../infra/package.cjs';
import { textOfHtml } from '../commands/collect';
import { packagedOnce } from './packaged';
import { type Pasted, pasteAll, textsOfChannels } from './printed';
import { repackaged } from './repackaged';
import { withoutEffect, withoutPlan } from './sabotage';
import { nonEmpty } from '../non-empty';

// The whole of `npm start`, with the real functions, and with functions that lack the effect or the plan of a rule.
jest.setTimeout(600_000);

let folder: string;
let whole: Packaged;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-e2e-'));
  whole = await packagedOnce();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly build?: BuildOptions;
  /** Runs the commands in everything that was printed. */
  readonly pastes?: true;
}

async function run(name: string, actMs: number, { build, pastes }: Run = {}) {
  const packaged = build === undefined ? whole : await repackaged(whole, path.join(folder, name), build);
  const account = await openAccount();
  const lines: string[] = [];
  const write = (text: string): void => {
    lines.push(text);
  };
  const paint = paintFor(process.stderr, { NO_COLOR: '1' });
  const narration = startNarrator(write, paint, Date.now);
  try {
    let pasted: Pasted = { commands: new Map(), problems: [] };
    const clients = createClients();
    const paste = async ({ printed }: EmbeddedDeployment, report: string): Promise<void> => {
      // Commands wait a hundredth of their time here, which is too short for reads that lag.
      account.setConsistency(0);
      const said = await textsOfChannels(await clients.ssm(), await clients.securityhub());
      const own = [
        ['npm start', lines.join('')],
        ['serverless deploy', printed],
        ['report', textOfHtml(report)],
      ] as const;
      pasted = await pasteAll(new Map([...own, ...said]));
    };
    const stage = { account, packaged, actMs, clients, narration, write, paint };
    const played = await play({ ...stage, ...(pastes === true ? { afterwards: paste } : {}) });
    return { ...played, text: lines.join(''), pasted };
  } finally {
    await account.stop();
  }
}

/** The rules whose resources are not in the expected state in AWS. */
function brokenOnAws({ checked }: Played): readonly string[] {
  const broken = checked.filter(({ problems }) =>
    problems.some((problem) => problem.startsWith('AWS is not')),
  );
  return [...new Set(broken.map(({ expectation }) => expectation.rule))];
}

it('everything ends as expected', async () => {
  const played = await run('whole', 60_000, { pastes: true });
  // The text is asserted first, because it shows what went wrong.
  expect(played.text).toContain('Everything ended as it should.');
  expect(played.text.split('\n').filter((line) => / lacks |, without a ticket/.test(line))).toEqual([]);
  expect(played.ok).toBe(true);
  expect(nonEmpty(played.checked).filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(played.report).toMatch(/^<!doctype html>/i);
  const { commands, problems } = played.pasted;
  for (const name of ['doctor', 'scan', 'stop', 'undo', 'approve'])
    expect([...commands.keys()].filter((command) => command.includes(`palisade ${name}`))).not.toEqual([]);
  // The printed commands undo what was fixed.
  const undone = [...commands].filter(([command, code]) => command.includes('palisade undo') && code === 0);
  expect(undone.length).toBeGreaterThan(2);
  expect(problems).toEqual([]);
  process.stdout.write(`\n${commands.size} commands of the printed ones were run unchanged\n`);
});

describe('fails, so that npm start exits 1,', () => {
  // The only function that acts. The others stay as they are, which saves building them.
  const names = ['on-change'];

  describe('without the effect of some rules:', () => {
    const ineffective = ['notebook-direct-internet', 'endpoint-private-dns', 'principal-outside-access'];
    let played: Played & { readonly text: string };
    beforeAll(async () => {
      played = await run('no-effect', 8_000, { build: { plugins: ineffective.map(withoutEffect), names } });
    });

    it.each(ineffective)('%s', (rule) => {
      expect(brokenOnAws(played)).toContain(rule);
    });

    it('which it says', () => {
      expect(played.ok).toBe(false);
      expect(played.text).toMatch(/\d+ did not end as they should\./);
    });
  });

  it('without the plan of a single rule', async () => {
    const rule = 'endpoint-private-dns';
    const played = await run('no-plan', 8_000, { build: { plugins: [withoutPlan(rule)], names } });
    expect(played.ok).toBe(false);
    expect(brokenOnAws(played)).toContain(rule);
  });
});
