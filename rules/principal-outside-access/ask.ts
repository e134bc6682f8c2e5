import type { Answer, Perimeter, PolicySet, Problem } from '@palisade/iam';
import { askedAs } from '../../core/principals/assemble';
import { policiesAbout } from '../../core/principals/organization';
import type { Place } from '../../core/model/resource';
import type { Settings } from '../../core/settings';
import { questions } from '../../core/enforcement/protected-actions';
import type { Subject } from '../../core/principals/subjects';

/** The questions to the IAM engine that cover every protected action of a principal under the given policies. */
export function problems(
  subject: Subject,
  policies: PolicySet,
  perimeter: Perimeter,
  settings: Settings,
  place: Place,
  context?: Problem['context'],
): readonly Problem[] {
  return questions(settings, place).map(({ actions, resource, context: regional }) => ({
    ...askedAs(subject),
    policies: policiesAbout(actions, policies),
    actions,
    resources: [resource],
    perimeter,
    context: context === undefined ? regional : { ...regional, ...context },
  }));
}

/** The engine's answers, one for each protected action. */
export function askEngine(subject: Subject, asked: readonly Problem[]): readonly Answer[] {
  return asked.flatMap((problem) => subject.engine.decide(problem));
}
