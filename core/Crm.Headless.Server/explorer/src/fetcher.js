// Sends operations with the key: queries and mutations over HTTP, subscriptions over a WebSocket. Asks again when the key isn't taken.

import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { CloseCode, createClient } from 'graphql-ws';
import { askForKey, currentKey, forgetKey } from './key.js';

const url = '/graphql';
const authorization = () => `Bearer ${currentKey()}`;

const socket = createClient({
  url: new URL(url, location.href).href.replace(/^http/, 'ws'),
  connectionParams: () => ({ authorization: authorization() }),
  on: {
    closed: event => {
      if (event.code !== CloseCode.Forbidden) return;
      forgetKey();
      askForKey('The server doesn’t take this key any more.');
    },
  },
});

async function fetchWithKey(input, init) {
  if (!currentKey()) await askForKey();
  for (;;) {
    const response = await fetch(input, { ...init, headers: { ...init.headers, authorization: authorization() } });
    if (response.status !== 401) return response;
    forgetKey();
    await askForKey('The server doesn’t take this key.');
  }
}

export const fetcher = createGraphiQLFetcher({ url, fetch: fetchWithKey, wsClient: socket });
