// Sends operations with the key: queries and mutations over HTTP, subscriptions over a WebSocket.

import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { CloseCode, createClient } from 'graphql-ws';
import { authorization, fetchWithKey } from './fetch-with-key.js';
import { askForKey, forgetKey } from './key.js';

const url = '/graphql';

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

export const fetcher = createGraphiQLFetcher({ url, fetch: fetchWithKey, wsClient: socket });
