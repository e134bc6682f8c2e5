import { explain as inWords } from '@palisade/iam';
import { resolvePerimeter } from '../../core/enforcement/perimeter';
import { behindText, whoIsBehind } from '../../core/principals/behind';
import { knownOrganization } from '../../core/principals/known-organization';
import type { Subject } from '../../core/principals/subjects';
import type { Explanation, SubjectOf } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { answersFor } from './evaluate';

/** The IAM engine's witness or proof for every protected action of a principal, in words. */
export function explain(
  entry: SubjectOf<Subject>,
  snapshot: Snapshot,
  settings: Settings,
): Explanation | undefined {
  if (!('subject' in entry)) return undefined;
  const { subject } = entry;
  const perimeter = resolvePerimeter(snapshot, settings);
  const organization = knownOrganization(snapshot);
  const notes = [
    `Who is behind it: ${behindText(whoIsBehind(subject.principal))}.`,
    ...(perimeter.status === 'known'
      ? []
      : [
          `The perimeter is not known (${perimeter.because}), so only requests from the public internet are shown.`,
        ]),
    ...(subject.applied.sessionTags === 'free'
      ? ['Its sessions may set any tag, so its own tags are one possibility among all.']
      : []),
    ...subject.applied.missing.map((missing) => `Not in the data: ${missing}.`),
    ...(organization.status === 'read'
      ? []
      : ['Policies of the organization were not read; they could close more, never open anything.']),
    ...(organization.note === undefined ? [] : [`Policies of the organization: ${organization.note}.`]),
  ];
  const answers = answersFor(subject, perimeter, snapshot, settings);
  return {
    kind: 'texts',
    title: 'What IAM decides, for every protected action',
    texts: [...notes, ...answers.map((answer) => inWords(answer))],
  };
}
