// Preloaded (`node --require`) before aws-lambda-ric: stands in for its native part, which has to be compiled. The same
// three calls over node:http; as in the original, `done` and `error` return at once and `next` waits for them.
'use strict';
const http = require('node:http');
const Module = require('node:module');

const [hostname, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');

const call = (method, path, body, headers) =>
  new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, method, path: `/2018-06-01/runtime${path}`, headers },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ bodyJson: text, headers: response.headers }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });

let sent = Promise.resolve();
const post = (path, body, headers = {}) => {
  sent = sent.then(() => call('POST', path, body, { 'content-type': 'application/json', ...headers }));
};

const client = {
  initializeClient: () => {},
  next: () => sent.then(() => call('GET', '/invocation/next')),
  done: (id, body) => post(`/invocation/${id}/response`, body),
  error: (id, body, xray) =>
    post(`/invocation/${id}/error`, body, {
      'lambda-runtime-function-error-type': JSON.parse(body).errorType ?? 'Unhandled',
      'lambda-runtime-function-xray-error-cause': xray,
    }),
};

// The one way to replace a module that exists from Node 20 on.
// oxlint-disable-next-line no-underscore-dangle
const load = Module._load;
// oxlint-disable-next-line no-underscore-dangle
Module._load = (name, ...rest) => (name === './rapid-client.node' ? client : load(name, ...rest));
