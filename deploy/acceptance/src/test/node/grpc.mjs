// Unary gRPC calls over mutual TLS by the stock Node client, side by side, each over a connection of
// its own. Prints a list of {code, details, answer}. Argument as JSON: calls, each with address,
// proto, service, method, ca, cert, key (paths), token, request.
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import * as loader from '@grpc/proto-loader';

const file = (path) => (path ? readFileSync(path) : null);
const definitions = {};
const definition = (proto) =>
  (definitions[proto] ??= grpc.loadPackageDefinition(loader.loadSync(proto, { longs: String })));

function call({ address, proto, service, method, ca, cert, key, token, request }) {
  const Service = service.split('.').reduce((scope, name) => scope[name], definition(proto));
  const client = new Service(
    address,
    grpc.credentials.createSsl(file(ca), file(key), file(cert)),
    { 'grpc.use_local_subchannel_pool': 1 },
  );
  const metadata = new grpc.Metadata();
  if (token) metadata.set('authorization', `Bearer ${token}`);
  const deadline = new Date(Date.now() + 30_000);
  return new Promise((resolve) => {
    client[method](request ?? {}, metadata, { deadline }, (error, answer) => {
      client.close();
      const code = error ? grpc.status[error.code] : 'OK';
      resolve({ code, details: error?.details, answer });
    });
  });
}

const { calls } = JSON.parse(process.argv[2]);
console.log(JSON.stringify(await Promise.all(calls.map(call))));
