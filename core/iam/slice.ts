import type { Placed } from './bind';
import type { Library } from './library';
import type { ActionName } from './setting';
import type { PolicySet, PolicySource } from './types';

/** The statements of a policy set that name one action: an Allow is needed from every layer. */
export interface Slice {
  readonly layers: readonly { readonly name: string; readonly placed: readonly Placed[] }[];
  readonly denies: readonly Placed[];
}

/** Selects the statements that name the action. */
export function slice(policies: PolicySet, action: ActionName, library: Library): Slice {
  const denies: Placed[] = [];
  const select = (
    sources: readonly PolicySource[],
    path: (index: number) => string,
    organization: boolean,
  ) => {
    const allows: Placed[] = [];
    for (const [index, source] of sources.entries()) {
      for (const statement of library
        .compile(source.document, organization)
        .statements(action.key, action.service)) {
        const where = path(index);
        const place = statement.index < 0 ? where : `${where}.Statement[${statement.index}]`;
        const ref = {
          path: place,
          label: source.label,
          ...(statement.sid === null ? {} : { sid: statement.sid }),
        };
        const placed = { ref, statement };
        if (statement.effect !== 'Deny') allows.push(placed);
        if (statement.effect !== 'Allow') denies.push(placed);
      }
    }
    return allows;
  };
  const layers = [
    {
      name: 'the identity policies',
      placed: select(policies.identity, (index) => `identity[${index}]`, false),
    },
  ];
  if (policies.boundary !== null) {
    layers.push({
      name: 'the permissions boundary',
      placed: select([policies.boundary], () => 'boundary', false),
    });
  }
  for (const [level, sources] of policies.scps.entries()) {
    const path = (index: number) => `scps[${level}][${index}]`;
    layers.push({
      name: `the service control policies of level ${level}`,
      placed: select(sources, path, true),
    });
  }
  for (const [level, sources] of policies.rcps.entries()) {
    const path = (index: number) => `rcps[${level}][${index}]`;
    layers.push({
      name: `the resource control policies of level ${level}`,
      placed: select(sources, path, true),
    });
  }
  return { layers, denies };
}
