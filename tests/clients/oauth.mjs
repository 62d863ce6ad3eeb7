// oauth4webapi: finds its way by the metadata, gets a token with client credentials, uses it. Prints what it saw, as JSON.
// usage: node oauth.mjs ISSUER CLIENT_ID CLIENT_SECRET

import * as oauth from 'oauth4webapi';

const [issuer, clientId, secret] = process.argv.slice(2);
const insecure = { [oauth.allowInsecureRequests]: true };
const resource = new URL(`${issuer}/graphql`);

const protectedResource = await oauth.processResourceDiscoveryResponse(resource, await oauth.resourceDiscoveryRequest(resource, insecure));
const found = new URL(protectedResource.authorization_servers[0]);
const server = await oauth.processDiscoveryResponse(found, await oauth.discoveryRequest(found, { ...insecure, algorithm: 'oauth2' }));
const client = { client_id: clientId };

async function token(authentication) {
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, { scope: 'contacts:read', resource: resource.href }, insecure);
  return oauth.processClientCredentialsResponse(server, client, response);
}

const basic = await token(oauth.ClientSecretBasic(secret));
const post = await token(oauth.ClientSecretPost(secret));
const body = JSON.stringify({ query: '{ contacts { totalCount } }' });
const headers = new Headers({ 'content-type': 'application/json' });
const answer = await oauth.protectedResourceRequest(post.access_token, 'POST', resource, headers, body, insecure);
const refused = await token(oauth.ClientSecretBasic('wrong')).then(() => null, e => ({ status: e.status, scheme: e.cause?.[0]?.scheme }));

// The library's own check of a token as a resource server makes it (RFC 9068), with the keys that the metadata names.
const request = new Request(resource, { headers: { authorization: `Bearer ${basic.access_token}` } });
const claims = await oauth.validateJwtAccessToken(server, request, resource.href, { ...insecure, signingAlgorithms: ['ES256'] });

console.log(JSON.stringify({ scope: basic.scope, expires: basic.expires_in, answer: await answer.json(), refused, claims }));
