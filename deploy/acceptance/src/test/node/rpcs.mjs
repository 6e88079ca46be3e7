// Many unary gRPC calls with an empty message, by the stock Node client, whatever the methods are.
// Arguments as JSON: ca (path), identities: {name: {cert, key (paths)}}, tokens: {name: token},
// calls: [[address, method, name of the identity, name of the token or '']]. Prints codes.
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';

const { ca, identities, tokens, calls } = JSON.parse(process.argv[2]);
const bytes = (message) => message;
const clients = new Map();

function client(address, identity) {
  const name = `${address} ${identity}`;
  if (!clients.has(name)) {
    const credentials = grpc.credentials.createSsl(
      readFileSync(ca),
      readFileSync(identities[identity].key),
      readFileSync(identities[identity].cert),
    );
    clients.set(name, new grpc.Client(address, credentials));
  }
  return clients.get(name);
}

function code([address, method, identity, token]) {
  const metadata = new grpc.Metadata();
  if (token) metadata.set('authorization', `Bearer ${tokens[token]}`);
  const deadline = new Date(Date.now() + 20_000);
  return new Promise((resolve) => {
    client(address, identity).makeUnaryRequest(
      `/${method}`, bytes, bytes, Buffer.alloc(0), metadata, { deadline },
      (error) => resolve(error ? grpc.status[error.code] : 'OK'),
    );
  });
}

const codes = [];
for (const call of calls) codes.push(await code(call));
console.log(JSON.stringify(codes));
clients.forEach((each) => each.close());
