import { type Sandbox, startSandbox } from '@palisade/sandbox';

const engineer = 'AKIADEMOENGINEER0000';

/** Starts the embedded account of the demonstration, and points this process's AWS clients at it. */
export async function openAccount(): Promise<Sandbox> {
  const account = await startSandbox({
    // Quick enough to watch, slow enough for every state to be seen.
    timings: {
      notebookStart: 1_500,
      notebookStop: 1_500,
      notebookDelete: 500,
      endpointCreate: 0,
      endpointModify: 0,
      // The template's queue and batching window wait for many seconds, which nobody wants to watch.
      queueSecond: 50,
    },
    // Reads may lag behind writes, as on AWS: verification has to cope.
    consistencyMs: 400,
    identities: {
      [engineer]: {
        type: 'IAMUser',
        principalId: 'AIDADEMOENGINEER0000',
        arn: 'arn:aws:iam::111122223333:user/platform-engineer',
        accountId: '111122223333',
        userName: 'platform-engineer',
      },
    },
  });
  // The SDK reads these. The functions run in processes of their own, with their own environment.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: account.region,
    AWS_ACCESS_KEY_ID: engineer,
    AWS_SECRET_ACCESS_KEY: 'of-the-embedded-account',
    // The functions run on Node 24, so the SDK's notice about Node 20 does not concern the viewer.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  return account;
}
