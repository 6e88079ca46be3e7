// Stock OAuth clients take a token through its life: discovery, every way of authenticating, scope, resource,
// introspection, revocation, and what each makes of every error. Prints {library: {what: outcome}}.
// Arguments as JSON: issuer, ca, cert, key (paths), clientId, clientSecret, certificateClient, resource.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { Agent, fetch as undiciFetch } from 'undici';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';

const options = JSON.parse(process.argv[2]);
const file = (path) => readFileSync(path);
const tls = { ca: file(options.ca), cert: file(options.cert), key: file(options.key) };
const dispatcher = new Agent({ connect: tls });
const fetchOverMutualTls = (url, init) => undiciFetch(url, { ...init, dispatcher });
const { issuer, clientId, clientSecret, certificateClient, resource } = options;
const bank = 'https://bank.example';
const audienceOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).aud;

async function outcome(ask, failure) {
  try {
    return await ask();
  } catch (error) {
    return failure(error);
  }
}

async function openidClient() {
  const connect = (id, authentication) =>
    openid.discovery(new URL(issuer), id, undefined, authentication, {
      algorithm: 'oauth2',
      [openid.customFetch]: fetchOverMutualTls,
    });
  const failed = (error) => `${error.status} ${error.error}`;
  const basic = await connect(clientId, openid.ClientSecretBasic(clientSecret));
  const ways = {
    client_secret_basic: basic,
    client_secret_post: await connect(clientId, openid.ClientSecretPost(clientSecret)),
    tls_client_auth: await connect(certificateClient, openid.TlsClientAuth()),
  };
  const seen = {};
  for (const [way, server] of Object.entries(ways)) {
    const { access_token: token } = await openid.clientCredentialsGrant(server, { scope: 'gifts:read', resource });
    const before = await openid.tokenIntrospection(server, token, { token_type_hint: 'access_token' });
    await openid.tokenRevocation(server, token);
    const after = await openid.tokenIntrospection(server, token);
    seen[way] = `${audienceOf(token)} ${before.scope} ${before.active} ${after.active}`;
  }
  const grant = (server, parameters) =>
    outcome(() => openid.clientCredentialsGrant(server, parameters).then(() => 'issued'), failed);
  seen['unknown scope'] = await grant(basic, { scope: 'no:scope' });
  seen['unknown resource'] = await grant(basic, { resource: bank });
  seen['two resources'] = await grant(
    basic,
    new URLSearchParams([['resource', resource], ['resource', 'https://auth.giftwarden.example']]),
  );
  const wrong = await connect(clientId, openid.ClientSecretBasic('wrong'));
  const refused = (ask) => outcome(() => ask(wrong, 'x').then(() => 'answered'), (e) => `${e.status ?? e.cause?.[0]?.status ?? ''} ${e.error ?? e.code}`);
  seen['wrong secret'] = await refused((server) => openid.clientCredentialsGrant(server));
  seen['wrong secret at introspection'] = await refused(openid.tokenIntrospection);
  seen['wrong secret at revocation'] = await refused(openid.tokenRevocation);
  return seen;
}

async function oauth4webapi() {
  const overTls = { [oauth.customFetch]: fetchOverMutualTls };
  const server = await oauth.processDiscoveryResponse(
    new URL(issuer),
    await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2', ...overTls }),
  );
  const ways = {
    client_secret_basic: [clientId, oauth.ClientSecretBasic(clientSecret)],
    client_secret_post: [clientId, oauth.ClientSecretPost(clientSecret)],
    tls_client_auth: [certificateClient, oauth.TlsClientAuth()],
  };
  const seen = {};
  for (const [way, [id, authentication]] of Object.entries(ways)) {
    const client = { client_id: id };
    const issued = await oauth.processClientCredentialsResponse(
      server,
      client,
      await oauth.clientCredentialsGrantRequest(
        server, client, authentication, new URLSearchParams({ scope: 'gifts:read', resource }), overTls),
    );
    const token = issued.access_token;
    const introspect = async () =>
      oauth.processIntrospectionResponse(
        server, client, await oauth.introspectionRequest(server, client, authentication, token, overTls));
    const before = await introspect();
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, authentication, token, overTls));
    const after = await introspect();
    seen[way] = `${audienceOf(token)} ${before.scope} ${before.active} ${after.active}`;
  }
  const client = { client_id: clientId };
  seen['unknown scope'] = await outcome(
    async () => oauth.processClientCredentialsResponse(
      server, client, await oauth.clientCredentialsGrantRequest(
        server, client, oauth.ClientSecretBasic(clientSecret), { scope: 'no:scope' }, overTls)),
    (error) => `${error.status} ${error.error}`,
  );
  return seen;
}

async function simpleOauth2() {
  const seen = {};
  for (const authorizationMethod of ['header', 'body']) {
    const client = (secret) =>
      new ClientCredentials({
        client: { id: clientId, secret },
        auth: { tokenHost: issuer, tokenPath: '/oauth2/token', revokePath: '/oauth2/revoke' },
        options: { authorizationMethod },
        http: { agent: new https.Agent(tls) },
      });
    const failed = (error) => `${error.output.statusCode} ${error.data.payload.error}`;
    const issued = await client(clientSecret).getToken({ scope: 'gifts:read', resource });
    await issued.revoke('access_token');
    seen[authorizationMethod] = `${audienceOf(issued.token.access_token)} ${issued.token.scope} ended`;
    seen[`${authorizationMethod}, unknown scope`] = await outcome(
      () => client(clientSecret).getToken({ scope: 'no:scope' }).then(() => 'issued'), failed);
    seen[`${authorizationMethod}, wrong secret`] = await outcome(
      () => client('wrong').getToken({}).then(() => 'issued'), failed);
  }
  return seen;
}

console.log(
  JSON.stringify({
    'openid-client': await openidClient(),
    oauth4webapi: await oauth4webapi(),
    'simple-oauth2': await simpleOauth2(),
  }),
);
await dispatcher.close();
