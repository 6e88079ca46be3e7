// One unary gRPC call over mutual TLS by the stock Node client. Prints {code, details, answer}.
// Arguments as JSON: address, proto, service, method, ca, cert, key (paths), token, request.
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import * as loader from '@grpc/proto-loader';

const options = JSON.parse(process.argv[2]);
const file = (path) => (path ? readFileSync(path) : null);
const definition = grpc.loadPackageDefinition(loader.loadSync(options.proto, { longs: String }));
const Service = options.service.split('.').reduce((scope, name) => scope[name], definition);
const client = new Service(
  options.address,
  grpc.credentials.createSsl(file(options.ca), file(options.key), file(options.cert)),
);
const metadata = new grpc.Metadata();
if (options.token) metadata.set('authorization', `Bearer ${options.token}`);
const deadline = new Date(Date.now() + 10_000);
client[options.method](options.request ?? {}, metadata, { deadline }, (error, answer) => {
  const code = error ? grpc.status[error.code] : 'OK';
  console.log(JSON.stringify({ code, details: error?.details, answer }));
  client.close();
});
