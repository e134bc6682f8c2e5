import type { OutsideClients } from './read/clients';
import type { PortableTemplate } from './template';

/** What a probe of moto's behaviour can use. */
export interface Probed {
  readonly clients: OutsideClients;
  /** The server's address. */
  readonly address: string;
  /** The portable template, adapted so that moto accepts it. */
  readonly template: PortableTemplate;
}

/** How a gap is visible. */
export type Shown =
  /** Resources of the type are silently not created. */
  | { readonly kind: 'not-made'; readonly type: string }
  /** The service's answer differs from the template. */
  | { readonly kind: 'property'; readonly type: string; readonly property: string }
  /** The template is accepted only after it is adapted. */
  | {
      readonly kind: 'not-taken';
      readonly adapt: (template: PortableTemplate) => PortableTemplate;
      readonly answer: RegExp;
    }
  /** Resolves to whether moto still behaves like this. It starts with an empty account. */
  | { readonly kind: 'behaviour'; readonly still: (probed: Probed) => Promise<boolean> };

/** A difference between moto and AWS that affects Palisade's deployment. */
export interface Gap {
  readonly id: string;
  /** What moto does, in one sentence. */
  readonly moto: string;
  /** What AWS does, with the source. */
  readonly aws: string;
  readonly shown: Shown;
}
