// Apollo Client over HTTP, with its subscriptions over graphql-ws; and graphql-sse. Prints what each of them saw, as JSON.
// usage: node apollo.mjs URL KEY

import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { OperationTypeNode } from 'graphql';
import { createClient as createSocketClient } from 'graphql-ws';
import { createClient as createStreamClient } from 'graphql-sse';
import { createHash } from 'node:crypto';
import WebSocket from 'ws';

const [url, key] = process.argv.slice(2);
const headers = { authorization: `Bearer ${key}` };
const socket = createSocketClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: headers });
const stream = createStreamClient({ url, headers });
const http = new HttpLink({ uri: url, headers });
const persisted = new PersistedQueryLink({ sha256: text => createHash('sha256').update(text).digest('hex') }).concat(http);
const isSubscription = ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION;
const connect = link => new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: { query: { fetchPolicy: 'no-cache' } } });
const client = connect(ApolloLink.split(isSubscription, new GraphQLWsLink(socket), http));

const contactChanged = 'subscription { contactChanged { displayName } }';
const createContact = gql`
  mutation Create($input: CreateContactInput!) {
    createContact(input: $input) {
      contact { id displayName }
      errors { __typename ... on Error { message } }
    }
  }
`;
const create = async input => (await client.mutate({ mutation: createContact, variables: { input } })).data.createContact;

const query = (await client.query({ query: gql`{ __typename contacts(first: 1) { totalCount } }` })).data;
const mutation = await create({ givenName: 'Ada', familyName: 'Lovelace' });
const refusal = await create({ givenName: 'Ada', email: 'not an address' });
const error = await client.query({ query: gql`{ nope }` }).then(() => null, e => (CombinedGraphQLErrors.is(e) ? e.errors : String(e)));
const byHash = (await connect(persisted).query({ query: gql`{ __typename }` })).data;

// Each subscription hears of a contact that is created after it was heard to listen: contacts are created until it answers.
async function firstEvent(listen) {
  const { promise, resolve, reject } = Promise.withResolvers?.() ?? withResolvers();
  const stop = listen(resolve, reject);
  const creating = setInterval(() => create({ givenName: 'Grace', familyName: 'Hopper' }).catch(reject), 200);
  const event = await promise;
  clearInterval(creating);
  stop();
  return event;
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

const overSocket = await firstEvent((next, error) => {
  const subscription = client.subscribe({ query: gql(contactChanged) }).subscribe({ next: result => next(result.data), error });
  return () => subscription.unsubscribe();
});
const overStream = await firstEvent((next, error) =>
  stream.subscribe({ query: contactChanged }, { next: result => next(result.data), error, complete: () => {} }));

console.log(JSON.stringify({ query, mutation, refusal, error, byHash, overSocket, overStream }));
await socket.dispose();
process.exit(0);
