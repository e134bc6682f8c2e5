import { explain } from '../../core/iam';
import type { Finding } from '../../core/finding';
import { behindText, whoIsBehind } from '../../core/principals/behind';
import { answersFor } from '../../rules/principal-outside-access/evaluate';
import { subjects } from '../../core/principals/subjects';
import type { Judged } from '../account/judge';

/** The IAM engine's witness or proof for every protected action of a principal, in words; none for other subjects. */
export function principalText({ resource }: Finding, judged: Judged): readonly string[] {
  const { snapshot, settings, perimeter } = judged;
  const entry = subjects(snapshot).find((one) => one.resource.arn === resource.arn);
  if (entry === undefined || !('subject' in entry)) return [];
  const { subject } = entry;
  const known = perimeter.status === 'known';
  const notes = [
    `Who is behind it: ${behindText(whoIsBehind(subject.principal))}.`,
    ...(known
      ? []
      : [
          `The perimeter is not known (${perimeter.because}), so only requests from the public internet are shown.`,
        ]),
    ...subject.applied.missing.map((missing) => `Not in the data: ${missing}.`),
    ...(snapshot.read('organizationPolicies').status === 'read'
      ? []
      : ['Policies of the organization were not read; they could close more, never open anything.']),
  ];
  const answers = answersFor(subject, perimeter, snapshot, settings);
  return [...notes, ...answers.map((answer) => explain(answer))];
}
