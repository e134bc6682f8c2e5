import type { Format } from '../../core/guardrail/formats';
import type { Written } from '../../core/guardrail/write';
import type { Place } from '../../core/model/resource';
import type { Paint } from '../output/paint';
import { wrap } from '../output/wrap';

type Result = Extract<Written, { status: 'written' }>;

/** `palisade/guardrail/1`. */
export function guardrailJson(format: Format, place: Place, written: Result) {
  const { perimeter, documents, proof, notes } = written;
  return {
    schema: 'palisade/guardrail/1',
    format,
    account: place.account,
    region: place.region,
    perimeter: {
      vpcs: perimeter.vpcs,
      vpcEndpoints: perimeter.vpcEndpoints,
      cidrs: perimeter.cidrs,
    },
    documents: documents.map(({ name, text, size, quota }) => ({
      name,
      size,
      quota,
      policy: JSON.parse(text) as object,
    })),
    proof: proof.map(({ says }) => says),
    notes,
  };
}

/** Sizes, what was proved, and what to know before use. */
export function guardrailNotes({ documents, proof, notes }: Result, paint: Paint): string {
  const line = (mark: string, text: string) => wrap(text, paint.width, '  ', `${mark} `);
  return `${[
    ...documents.map(
      ({ name, size, quota }) =>
        `${paint.bold(name)}: ${size.toLocaleString('en')} of ${quota.toLocaleString('en')} characters`,
    ),
    ...proof.map(({ says }) => line(paint.good('✓'), `proved ${says}`)),
    ...notes.map((note) => line('·', note)),
  ].join('\n')}\n`;
}
