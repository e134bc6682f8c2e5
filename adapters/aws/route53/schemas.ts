import type {
  SchemaTraits,
  StaticListSchema,
  StaticOperationSchema,
  StaticStructureSchema,
} from '@smithy/types';

/** The type of a member: `0` a text, `1` a number, or another schema; with a second item that says where it is sent. */
export type SchemaMember = StaticStructureSchema[5][number];

/**
 * The SDK's own notation of AWS's models, which its protocols serialise by: a list whose first item says what it
 * describes. The namespace only tells errors with a class of their own apart, of which there are none here.
 */
export function schemasOf(namespace: string) {
  return {
    structure: (name: string, members: Readonly<Record<string, SchemaMember>>): StaticStructureSchema => [
      3,
      namespace,
      name,
      0,
      Object.keys(members),
      Object.values(members),
    ],
    list: (name: string, member: SchemaMember): StaticListSchema => [1, namespace, name, 0, member],
    operation: (
      name: string,
      traits: SchemaTraits,
      input: StaticStructureSchema,
      output: StaticStructureSchema,
    ): StaticOperationSchema => [9, namespace, name, traits, input, output],
  };
}
