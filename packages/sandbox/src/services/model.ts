import { enumMembers } from '../protocol/enum-members';
import { type Model, readModel } from '../protocol/operation';
import type { Service } from './service';

const models = new WeakMap<Service['sdk'], Promise<Model>>();

/** The schemas of a service, read only once. */
export function modelOf({ name, sdk }: Service): Promise<Model> {
  const known = models.get(sdk);
  if (known !== undefined) return known;
  const model = sdk().then((loaded) => readModel(loaded, enumMembers[name]));
  models.set(sdk, model);
  return model;
}
