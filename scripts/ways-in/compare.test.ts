import { describe, expect, it } from '@jest/globals';
import { notWaysIn } from '../../core/model/not-ways-in';
import { mayBeForwarded, waysIn } from '../../core/model/ways-in';
import { knownActions } from '../../core/settings/actions';
import { nonEmpty } from '../../test/non-empty';
import { candidatesAmong, listedInVain, unlisted } from './compare';
import { modelledActions } from './models';
import { waysInPage } from './page';

const modelled = modelledActions();
const candidates = candidatesAmong(modelled, knownActions);

describe('the comparison of the table of ways in with the models', () => {
  it('sees the operations of the installed clients and every way in', () => {
    expect(modelled.length).toBeGreaterThan(500);
    expect(candidates.map(({ action }) => action)).toEqual(
      expect.arrayContaining(waysIn.map(({ action }) => action)),
    );
  });

  it('knows every action of both tables, and has each once', () => {
    expect(listedInVain(modelled, knownActions)).toEqual([]);
    const both = [...waysIn.map(({ action }) => action), ...notWaysIn.flatMap(({ actions }) => actions)];
    expect(new Set(both).size).toBe(both.length);
    expect(listedInVain([], [])).toEqual(both);
  });

  it.each<[string, readonly string[], boolean]>([
    ['sagemaker:CreatePresignedRobotUrl', ['AuthorizedUrl'], true],
    ['sagemaker:OpenRobot', ['Robot', 'Robot.StreamUrl'], true],
    ['sagemaker:ConnectRobot', ['TokenValue'], true],
    ['sagemaker:ListRobotKeys', ['Keys', 'Keys.Credentials'], true],
    ['sagemaker:CallRobotApi', [], true],
    ['sagemaker-mlflow:AccessUI', [], true],
    ['datazone:SsoLogin', [], true],
    ['sagemaker:StartRobotSession', [], true],
    // Paging, idempotence, and files that somebody named.
    ['sagemaker:ListRobots', ['NextToken', 'Robots', 'Robots.ModelDataUrl'], false],
    ['sagemaker:CreateRobot', ['ClientToken', 'RobotArn'], false],
    ['sagemaker:DescribeRobot', ['RepositoryUrl', 'SecondaryStatus'], false],
    ['sagemaker:StopTrainingSession', [], false],
    ['sagemaker:SampledRobot', [], false],
  ])('%s, which returns %j, looks like a way in: %s', (action, returns, looks) => {
    expect(candidatesAmong([{ action, returns }], []).map((one) => one.action)).toEqual(
      looks ? [action] : [],
    );
  });

  it('shows what is new as not judged, on the page too', () => {
    const open = unlisted(
      candidatesAmong(
        [{ action: 'sagemaker:OpenRobot', returns: ['StreamUrl'] }],
        ['sagemaker:StartSession'],
      ),
    );
    expect(open).toEqual([{ action: 'sagemaker:OpenRobot', because: 'its answer has StreamUrl' }]);
    expect(waysInPage(open)).toContain('- `sagemaker:OpenRobot`: its answer has StreamUrl');
    expect(waysInPage([])).not.toContain('OpenRobot');
  });
});

describe('the table of ways in', () => {
  it('lets a forwarded call through only where AWS says that it checks again', () => {
    expect(waysIn.map(({ action }) => action).filter(mayBeForwarded)).toEqual([
      'sagemaker:CreatePresignedNotebookInstanceUrl',
      'sagemaker:CreatePresignedDomainUrl',
    ]);
    expect(mayBeForwarded('sagemaker:InvokeEndpoint')).toBe(false);
  });

  it.each(waysIn.map((wayIn) => [wayIn.action, wayIn] as const))('%s has a source', (_, { sources }) => {
    expect(sources.filter((source) => /^https:\/\/docs\.aws\.amazon\.com\/\S+$/.test(source))).toEqual(
      sources,
    );
    expect(sources.length).toBeGreaterThan(0);
  });

  it('has no action that only describes', () => {
    const describing = nonEmpty(waysIn).filter(({ action }) => /:(?:Describe|List)/.test(action));
    expect(describing).toEqual([]);
  });
});
