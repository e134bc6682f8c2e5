import { describe, expect, it } from '@jest/globals';
import { afterDeployment, afterRemoval } from './next-steps';

const target = { stack: 'palisade-prod', region: 'eu-central-1' };

describe('a deployment ends with', () => {
  it('what was missing, and what comes next', () => {
    const outputs = new Map([
      ['Version', '1.2.3'],
      ['Missing', 'custom actions in Security Hub: it is off'],
      ['DashboardName', 'palisade-prod-eu-central-1'],
    ]);
    const text = afterDeployment(outputs, target);
    expect(text).toContain('Palisade 1.2.3 is deployed in eu-central-1 as palisade-prod.');
    expect(text).toContain('This account lacks: custom actions in Security Hub: it is off\n');
    expect(text).toContain('  npx palisade doctor --region eu-central-1\n');
    expect(text).toContain('CloudWatch dashboard: palisade-prod-eu-central-1');
  });

  it.each<[string, ReadonlyMap<string, string>]>([
    ['nothing was missing', new Map([['Missing', 'nothing']])],
    ['an older version has no such output', new Map()],
  ])('nothing about what is missing if %s', (_, outputs) => {
    expect(afterDeployment(outputs, target)).not.toContain('lacks');
  });
});

describe('a removal ends with', () => {
  it('the table that remains, in commands that can be pasted', () => {
    const text = afterRemoval('palisade-prod-Ledger-1A2B', target);
    expect(text).toContain(
      'npx palisade uninstall --plan --region eu-central-1 --table palisade-prod-Ledger-1A2B\n',
    );
    expect(text).toContain(
      'npx palisade uninstall --apply --region eu-central-1 --table palisade-prod-Ledger-1A2B\n',
    );
  });

  it('how to find it, if the stack never named a table', () => {
    expect(afterRemoval(undefined, target)).toContain('aws dynamodb list-tables --region eu-central-1');
  });
});
