// graphql-http's audit of a server: one line per finding, and how many errors, warnings and notices there were.
// usage: node audit.mjs URL KEY

import { auditServer } from 'graphql-http';

const [url, key] = process.argv.slice(2);
const results = await auditServer({
  url,
  fetchFn: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${key}` } }),
});
const findings = results.filter(result => result.status !== 'ok');
for (const { id, status, name, reason } of findings) console.log(`${status} ${id} ${name}: ${reason}`);
const count = status => results.filter(result => result.status === status).length;
console.log(JSON.stringify({ total: results.length, ok: count('ok'), notice: count('notice'), warn: count('warn'), error: count('error') }));
