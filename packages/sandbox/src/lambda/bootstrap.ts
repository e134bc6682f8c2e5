/**
 * The program of the child process: a client of the Lambda Runtime API, run with `node -e`. It is text because the
 * child must be plain Node of any version, and because the sources run both as CommonJS and as ESM, which locate a
 * neighbouring file differently. Arguments: the bundle's path and the handler's export name.
 */
export const BOOTSTRAP = String.raw`
'use strict';
const http = require('node:http');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const [file, exportName] = process.argv.slice(1);
const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true });

function request(method, path, body, headers) {
  return new Promise((resolve, reject) => {
    const sent = http.request({ agent, hostname, port, method, path: '/2018-06-01/runtime' + path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack || '').split('\n') };
}

function fail(path, error) {
  const described = describe(error);
  return request('POST', path, JSON.stringify(described), { 'Lambda-Runtime-Function-Error-Type': described.errorType });
}

async function load() {
  let loaded;
  try {
    loaded = createRequire(file)(file);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM') throw error;
    loaded = await import(pathToFileURL(file).href);
  }
  const handler = loaded[exportName];
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(exportName + ' is undefined or not exported'), { name: 'Runtime.HandlerNotFound' });
  }
  if (handler.length >= 3) {
    const message = 'Callback-based function handlers are not supported: ' + exportName + ' takes three parameters';
    throw Object.assign(new Error(message), { name: 'Runtime.CallbackHandlerDeprecated' });
  }
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

(async () => {
  let handler;
  try {
    handler = await load();
  } catch (error) {
    await fail('/init/error', error);
    process.exit(1);
  }
  for (;;) {
    const next = await request('GET', '/invocation/next');
    const path = '/invocation/' + next.headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'];
    try {
      const result = await handler(JSON.parse(next.body), contextOf(next.headers));
      await request('POST', path + '/response', JSON.stringify(result === undefined ? null : result));
    } catch (error) {
      await fail(path + '/error', error);
    }
  }
})();
`;
