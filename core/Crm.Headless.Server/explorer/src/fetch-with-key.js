// fetch with the key of the browser session. Asks again when the key isn't taken.

import { askForKey, currentKey, forgetKey } from './key.js';

export const authorization = () => `Bearer ${currentKey()}`;

export async function fetchWithKey(input, init) {
  if (!currentKey()) await askForKey();
  for (;;) {
    const response = await fetch(input, { ...init, headers: { ...init.headers, authorization: authorization() } });
    if (response.status !== 401) return response;
    forgetKey();
    await askForKey('The server doesn’t take this key.');
  }
}
