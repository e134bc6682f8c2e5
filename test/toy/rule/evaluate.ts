import { hasEnded } from '../../core/endpoints/changeable';
import type { Verdict } from '../../core/model/rule';
import type { VpcEndpoint } from '../../core/slices/endpoints';

/** The evidence. A type and not an interface, so that it is plain data. */
export type Evidence = {
  readonly confidentiality: string;
};

/** The tag that is judged. */
export const key = 'confidentiality';

/** Fails if the tag is `public`. An endpoint without the tag passes; one without a list of tags is unknown. */
export function evaluate(endpoint: VpcEndpoint): Verdict<Evidence> {
  if (hasEnded(endpoint)) return { status: 'not-applicable', because: 'the endpoint is gone or going' };
  if (endpoint.Tags === undefined) return { status: 'unknown', missing: ['its tags'] };
  const value = endpoint.Tags.find(({ Key }) => Key === key)?.Value;
  if (value !== 'public') return { status: 'pass', because: `the tag is ${value ?? 'not set'}` };
  return {
    status: 'fail',
    message: `The endpoint is tagged ${key}=public`,
    evidence: { confidentiality: value },
  };
}
