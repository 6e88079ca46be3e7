// A stock OAuth client gets a token and a stock JWT library verifies it. Prints {token, header, payload}.
// Arguments as JSON: issuer, ca, cert, key (paths; cert and key may be absent), clientId, clientSecret
// (absent: tls_client_auth), scope, audience.
import { readFileSync } from 'node:fs';
import { Agent, fetch as undiciFetch } from 'undici';
import * as openid from 'openid-client';
import * as jose from 'jose';

const options = JSON.parse(process.argv[2]);
const file = (path) => (path ? readFileSync(path) : undefined);
const dispatcher = new Agent({
  connect: { ca: file(options.ca), cert: file(options.cert), key: file(options.key) },
});
const fetchOverMutualTls = (url, init) => undiciFetch(url, { ...init, dispatcher });

const authentication = options.clientSecret
  ? openid.ClientSecretBasic(options.clientSecret)
  : openid.TlsClientAuth();
const server = await openid.discovery(
  new URL(options.issuer),
  options.clientId,
  undefined,
  authentication,
  { algorithm: 'oauth2', [openid.customFetch]: fetchOverMutualTls },
);
const { access_token: token } = await openid.clientCredentialsGrant(server, {
  scope: options.scope,
  audience: options.audience,
});

const keys = jose.createRemoteJWKSet(new URL(server.serverMetadata().jwks_uri), {
  [jose.customFetch]: fetchOverMutualTls,
});
const { payload, protectedHeader } = await jose.jwtVerify(token, keys, {
  issuer: options.issuer,
  audience: options.audience,
  typ: 'at+jwt',
  algorithms: ['ES256'],
});
console.log(JSON.stringify({ token, header: protectedHeader, payload }));
await dispatcher.close();
