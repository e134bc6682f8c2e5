import type { OutsideClients } from './read/clients';
import type { PortableTemplate } from './template';

/** What a probe of moto's behaviour has to hand. */
export interface Probed {
  readonly clients: OutsideClients;
  /** The server under its address. */
  readonly address: string;
  /** What moto takes: the portable template, adapted. */
  readonly template: PortableTemplate;
}

/** How a gap shows. */
export type Shown =
  /** Resources of the type are not made, and nothing says so. */
  | { readonly kind: 'not-made'; readonly type: string }
  /** The service answers something else than the template says. */
  | { readonly kind: 'property'; readonly type: string; readonly property: string }
  /** The template is not taken as it is; adapted, it is. */
  | {
      readonly kind: 'not-taken';
      readonly adapt: (template: PortableTemplate) => PortableTemplate;
      readonly answer: RegExp;
    }
  /** Resolves to whether moto still behaves so. It starts with an empty account. */
  | { readonly kind: 'behaviour'; readonly still: (probed: Probed) => Promise<boolean> };

/** One way in which moto is not AWS, as far as Palisade's deployment meets it. */
export interface Gap {
  readonly id: string;
  /** What moto does, in one sentence. */
  readonly moto: string;
  /** What AWS does, and where that is written. */
  readonly aws: string;
  readonly shown: Shown;
}
