import { describe, expect, it } from '@jest/globals';
import { createEngine, splitArn } from '@palisade/iam';
import { answerUrl } from '../../adapters/deployment/answer-url';
import { productArn } from '../../adapters/channels/security-hub/asff';
import { treatmentOf } from '../../core/enforcement/decide';
import { questions } from '../../core/enforcement/protected-actions';
import { exemptArns } from '../../core/guardrail/exempt';
import { guardrailArn } from '../../core/guardrail/policy';
import { accountResource, arnOf, partitionOf, type Place, resourceTypes } from '../../core/model/resource';
import {
  requiredServices,
  sageMakerService,
  serviceName,
  serviceNamePattern,
  serviceNames,
} from '../../core/model/sagemaker-services';
import { protectionOf } from '../../core/principals/protection';
import { parseSettings } from '../../core/settings';
import { matchesPattern } from '../../core/settings/pattern';
import { functionPlace } from '../../functions/place';
import { rules } from '../../rules/registry';
import { nonEmpty } from '../non-empty';
import { sdkRegions } from './sdk';

const account = '444455556666';
const allowAll = {
  label: 'all',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

describe.each(sdkRegions)('in $region', ({ region, partition, suffix }) => {
  const place: Place = { account, region, partition };
  const prefix = `arn:${partition}:`;

  it('ARNs have the partition of the account, with and without its own ARN', () => {
    expect(partitionOf({ region })).toBe(partition);
    const made = [place, { account, region }].flatMap((one) => [
      ...resourceTypes.map((type) => arnOf({ type, id: 'x' }, one)),
      accountResource(one).arn,
      guardrailArn(one),
      productArn(one),
      ...questions(parseSettings({}, rules), one).map(({ resource }) => resource),
    ]);
    // Some ways in have no type of resource.
    const arns = made.filter((arn) => arn !== '' && arn !== '*');
    expect(arns.length).toBeGreaterThan(20);
    expect(arns.filter((arn) => !arn.startsWith(prefix))).toEqual([]);
    expect([...new Set(arns.map((arn) => splitArn(arn)?.region))].sort()).toEqual(['', region]);
  });

  it('names of SageMaker endpoint services are written and read', () => {
    for (const service of nonEmpty(requiredServices)) {
      const names = serviceNames(service, region);
      expect(names[0]).toBe(serviceName(service, region));
      expect(names.map(sageMakerService)).toEqual(names.map(() => ({ service, region })));
      expect(names.map((name) => matchesPattern(serviceNamePattern, name))).toEqual(names.map(() => true));
    }
    const backwards = suffix.split('.').reverse().join('.');
    expect(sageMakerService(`${backwards}.${region}.sagemaker.api`)?.service).toBe('sagemaker.api');
    expect(sageMakerService(`zz.${backwards}.${region}.sagemaker.api`)).toBeUndefined();
    expect(sageMakerService(`com.amazonaws.${region}.sagemaker.api-extra`)).toBeUndefined();
  });

  it('settings protect and exempt by the ARNs of the partition', () => {
    const arn = `${prefix}iam::${account}:role/ops/break-glass-1`;
    const principal = { kind: 'role', name: 'break-glass-1', arn, path: '/ops/' } as const;
    const entries = [`${prefix}iam::*:role/break-glass-*`, 'arn:aws:iam::*:role/break-glass-*', arn];
    const kinds = entries.map(
      (entry) => protectionOf(principal, parseSettings({ protectedPrincipals: [entry] }, rules))?.kind,
    );
    expect(kinds).toEqual(entries.map(() => 'protected'));
    expect(exemptArns(entries, place)).toEqual({
      patterns: [`${prefix}iam::*:role/break-glass-*`, arn],
      unwritable: [],
    });
    const notebook = arnOf({ type: 'AWS::SageMaker::NotebookInstance', id: 'churn' }, place);
    const settings = parseSettings(
      {
        exemptions: [
          { rule: 'notebook-in-vpc', resource: notebook, until: '2099-01-01', owner: 'ana', reason: 'pilot' },
        ],
      },
      rules,
    );
    const meta = rules.find(({ meta: { id } }) => id === 'notebook-in-vpc')?.meta;
    const resource = {
      type: 'AWS::SageMaker::NotebookInstance',
      id: 'churn',
      arn: notebook,
      region,
    } as const;
    expect(meta && treatmentOf(meta, resource, settings, '2026-11-30T00:00:00Z').exemption?.owner).toBe(
      'ana',
    );
  });

  it('a function learns its Region and partition from its own ARN, and where CloudFormation takes answers', () => {
    const invokedFunctionArn = `${prefix}lambda:${region}:${account}:function:palisade-prod-sweep`;
    expect(functionPlace({ invokedFunctionArn })).toEqual(place);
    const url = `https://bucket.s3.${region}.${suffix}/stack?signed`;
    expect(answerUrl(url, place, undefined).href).toBe(url);
    const other = `https://bucket.s3.${region}.${suffix}.example.com/`;
    expect(() => answerUrl(other, place, undefined)).toThrow('is not a URL of CloudFormation');
  });

  it('a witness is in the partition of its principal', () => {
    const [answer] = createEngine().decide({
      principal: { arn: `${prefix}iam::${account}:role/ana`, tags: {} },
      policies: { identity: [allowAll], boundary: null, scps: [], rcps: [] },
      actions: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
      resources: ['*'],
      perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
    });
    const witness = answer?.outside.status === 'reachable' ? answer.outside.witness.resource : '';
    const parts = splitArn(witness);
    expect(parts?.partition).toBe(partition);
    expect(partitionOf({ region: parts?.region ?? '' })).toBe(partition);
  });
});

describe('in a partition that nobody knows', () => {
  const place: Place = { account, region: 'zz-north-1', partition: 'aws-zz' };

  it('ARNs are those of the account, and without one there are none', () => {
    expect(accountResource(place).arn).toBe(`arn:aws-zz:iam::${account}:root`);
    expect(accountResource({ account, region: 'zz-north-1' }).arn).toBe('');
    expect(partitionOf({ region: 'zz-north-1' })).toBe('unknown');
  });

  it('no answer is sent to hosts of aws', () => {
    const url = 'https://bucket.s3.zz-north-1.amazonaws.com/';
    expect(() => answerUrl(url, place, undefined)).toThrow('is not a URL of CloudFormation in zz-north-1');
  });

  it('no endpoint service is taken for one of SageMaker', () => {
    expect(sageMakerService('com.amazonaws.zz-north-1.sagemaker.api')).toBeUndefined();
    expect(sageMakerService('aws.sagemaker.zz-north-1.studio')).toBeUndefined();
  });
});
