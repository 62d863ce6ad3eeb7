// The plugins of the installation: what they are, what they add, how they are and what they cost. Looks again every few seconds.

import './plugins.css';
import { fetchWithKey } from './fetch-with-key.js';

const every = 5000;
const query = `{
  pluginRestartReason
  plugins {
    id version status message packageHash breaker
    health { status message }
    adds { types fields tables handlers jobs endpoints }
    cost { calls failures timeouts milliseconds statements rows }
  }
  pluginJobs { name status nextAt done total lastError }
  pluginOperations { kind plugin step status message startedAt }
}`;

const main = document.getElementById('plugins');

// Text only: whatever a plugin is called, it is never read as markup.
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const words = text => text.toLowerCase().replaceAll('_', ' ');
const badge = text => element('span', { className: `status ${text.toLowerCase()}`, textContent: words(text) });
const time = text => (text ? new Date(text).toLocaleString() : 'not by itself');

function rows(pairs) {
  const list = element('dl');
  for (const [term, text] of pairs) if (text) list.append(element('dt', { textContent: term }), element('dd', { textContent: text }));
  return list;
}

function describe(plugin, jobs) {
  const { adds, cost } = plugin;
  const own = jobs.filter(job => job.name.startsWith(`${plugin.id}/`));
  return element('article', { ariaLabel: plugin.id },
    element('header', {},
      element('h2', { textContent: `${plugin.id} ${plugin.version ?? ''}` }), badge(plugin.status),
      plugin.health ? badge(plugin.health.status) : '',
      plugin.breaker === 'CLOSED' ? '' : badge(plugin.breaker)),
    plugin.message ? element('p', { className: 'message', textContent: plugin.message }) : '',
    rows([
      ['Health', plugin.health?.message],
      ['Comes from', plugin.packageHash ? `package ${plugin.packageHash.slice(0, 12)}` : 'the plugins folder'],
      ['Types', adds?.types.join(', ')],
      ['Fields on core', adds?.fields.join(', ')],
      ['Tables', adds?.tables.join(', ')],
      ['Handlers', adds?.handlers.join(', ')],
      ['Endpoints', adds?.endpoints.join(', ')],
      ['Jobs', own.map(job => `${job.name.slice(plugin.id.length + 1)}: ${words(job.status)}, next ${time(job.nextAt)}`
        + (job.total ? `, ${job.done} of ${job.total}` : '') + (job.lastError ? `, ${job.lastError}` : '')).join('; ')],
      ['Cost', `${cost.calls} calls, ${cost.milliseconds} ms, ${cost.statements} statements, ${cost.rows} rows`],
      ['Failures', cost.failures ? `${cost.failures}, ${cost.timeouts} of them too slow` : ''],
    ]));
}

function show({ data, errors }) {
  if (!data) return main.replaceChildren(element('p', { role: 'alert', textContent: errors.map(error => error.message).join(' ') }));
  const [latest] = data.pluginOperations;
  main.replaceChildren(
    data.pluginRestartReason ? element('p', { role: 'alert', textContent: data.pluginRestartReason }) : '',
    ...data.plugins.map(plugin => describe(plugin, data.pluginJobs)),
    data.plugins.length ? '' : element('p', { textContent: 'There are no plugins. “crm plugin new” begins one, “crm plugin install” installs a package.' }),
    latest ? element('p', { textContent: `Last change: ${words(latest.kind)} ${latest.plugin}, ${words(latest.status)} (${words(latest.step)}). ${latest.message ?? ''}` }) : '');
}

async function look() {
  const response = await fetchWithKey('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query }),
  });
  show(await response.json());
}

async function lookAgain() {
  try {
    await look();
  } catch (failure) {
    main.replaceChildren(element('p', { role: 'alert', textContent: `The server can't be reached: ${failure.message}` }));
  }
  setTimeout(lookAgain, every);
}

lookAgain();
