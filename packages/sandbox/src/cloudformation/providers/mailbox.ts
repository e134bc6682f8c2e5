import { createServer } from 'node:http';
import { portOf } from '../../server/server';

/** A URL that accepts one PUT, like CloudFormation's presigned URL. */
interface Mailbox {
  readonly url: string;
  /** The content of the PUT; `undefined` if none arrives within `patience` (real milliseconds). */
  answer(patience: number): Promise<string | undefined>;
  close(): void;
}

export async function openMailbox(): Promise<Mailbox> {
  let deliver: (answer: string) => void = () => undefined;
  const delivered = new Promise<string>((resolve) => {
    deliver = resolve;
  });
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      // The URL is presigned for PUT, so other methods fail the signature check.
      if (incoming.method !== 'PUT') outgoing.statusCode = 403;
      else deliver(Buffer.concat(chunks).toString('utf8'));
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let timer: NodeJS.Timeout | undefined;
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/answer`,
    answer: (patience) =>
      Promise.race([
        delivered,
        new Promise<undefined>((resolve) => {
          timer = setTimeout(() => {
            resolve(undefined);
          }, patience);
        }),
      ]),
    close() {
      clearTimeout(timer);
      server.close();
    },
  };
}
