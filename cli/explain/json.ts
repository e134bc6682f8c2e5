import type { Access, Opener } from '../../core/access/access';
import type { Finding } from '../../core/model/finding';
import type { JudgedAccount } from '../account/judge';
import { findingDocument, planStep } from '../output/scan-json';
import { explanationOf } from './explanation';

/** `palisade/explain/1`: the findings as in `plan`, and for a notebook everybody who can open it. */
export function explainDocument(
  subject: string,
  findings: readonly Finding[],
  judged: JudgedAccount,
): object {
  const access = accessIn(findings, judged);
  return {
    schema: 'palisade/explain/1',
    account: judged.snapshot.place.account,
    region: judged.snapshot.place.region,
    generatedAt: judged.at,
    subject,
    findings: findings.map((finding) => findingDocument(finding, planStep)),
    ...(access === undefined ? {} : { access: accessDocument(access) }),
  };
}

/** Who can open the notebook; not worked out for other resources. */
function accessIn(findings: readonly Finding[], judged: JudgedAccount): Access | undefined {
  for (const finding of findings) {
    if (finding.resource.type !== 'AWS::SageMaker::NotebookInstance') continue;
    const explanation = explanationOf(finding, judged);
    if (explanation?.kind === 'access') return explanation.access;
  }
  return undefined;
}

/** Sorted by ARN, so that two runs can be compared. */
function accessDocument({ openers, count, atMost }: Access): object {
  return {
    count,
    atMost,
    principals: openers
      .toSorted((a, b) => (a.arn < b.arn ? -1 : 1))
      .map(({ kind, name, arn, from, allowedBy, roles, missing, counted }: Opener) => ({
        kind,
        name,
        arn,
        from,
        allowedBy,
        throughRoles: roles,
        counted: counted.counts,
        because: counted.counts === 'yes' ? '' : counted.because,
        missing,
      })),
  };
}
