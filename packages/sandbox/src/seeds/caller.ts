import { DYNAMODB } from '../services/dynamodb/service';
import { SERVICES } from '../services/registry';

interface Client {
  send(command: object): Promise<object>;
  destroy(): void;
}

/** Sends a call that is given by name, with the SDK's client of the service. */
export interface Caller {
  send(call: string, input: object): Promise<object>;
  destroy(): void;
}

const services = new Map([...SERVICES, ['dynamodb', DYNAMODB]]);

/** A caller of the account at `endpoint`. It loads an SDK package when the first call needs it. */
export function callerOf(endpoint: string, region: string): Caller {
  const clients = new Map<string, Client>();
  return {
    async send(call, input) {
      const [name = '', operation = ''] = call.split(':');
      const service = services.get(name);
      if (service === undefined)
        throw new Error(`there is no service ${name}; there are ${[...services.keys()].sort().join(', ')}`);
      const sdk = await service.sdk();
      const Command = member(sdk, `${operation}Command`) as (new (input: object) => object) | undefined;
      if (Command === undefined) throw new Error(`AWS has no operation ${operation} of ${name}`);
      let client = clients.get(name);
      if (client === undefined) {
        const clientName = Object.keys(sdk).find((key) => /^[A-Z]\w+Client$/.test(key)) ?? '';
        const Made = member(sdk, clientName) as (new (config: object) => Client) | undefined;
        if (Made === undefined) throw new Error(`the SDK has no client of ${name}`);
        const credentials = { accessKeyId: 'AKIASEED', secretAccessKey: 'of-the-embedded-account' };
        client = new Made({ endpoint, region, credentials, maxAttempts: 1 });
        clients.set(name, client);
      }
      return client.send(new Command(input));
    },
    destroy() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** A class that the SDK package exports; `undefined` if there is none of that name. */
function member(sdk: object, name: string): unknown {
  const found: unknown = Reflect.get(sdk, name);
  return typeof found === 'function' ? found : undefined;
}
