import type { Ports } from '../../core/ports';
import type { EffectClients } from '../../rules/registry';

/** The same ports while somebody else does something right before the first call of this name (IAM notation). */
export function meddling(
  ports: Ports<EffectClients>,
  call: string,
  somebody: () => Promise<unknown>,
): Ports<EffectClients> {
  let isDone = false;
  const rules = ports.rules.map((rule) => ({
    ...rule,
    perform: async (...[step, clients]: Parameters<typeof rule.perform>) => {
      if (!isDone && step.call === call) {
        isDone = true;
        await somebody();
      }
      return rule.perform(step, clients);
    },
  }));
  return { ...ports, rules };
}
