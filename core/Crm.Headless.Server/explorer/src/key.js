// The key or token, kept for the browser session and nowhere else.

const place = 'crm-headless.key';
let asking = null;

export const currentKey = () => sessionStorage.getItem(place) ?? '';

/** Asks once, however many requests wait for the answer. */
export const askForKey = (complaint = '') => (asking ??= show(complaint).finally(() => (asking = null)));

export const forgetKey = () => sessionStorage.removeItem(place);

function show(complaint) {
  const dialog = document.createElement('dialog');
  dialog.className = 'key-dialog';
  dialog.setAttribute('aria-labelledby', 'key-title');
  dialog.append(form(complaint));
  document.body.append(dialog);
  dialog.showModal();
  // There is nothing to see without a key, so Escape doesn't close it.
  dialog.addEventListener('cancel', event => event.preventDefault());
  return new Promise(resolve =>
    dialog.querySelector('form').addEventListener('submit', event => {
      event.preventDefault();
      const key = dialog.querySelector('input').value.trim();
      if (!key) return;
      sessionStorage.setItem(place, key);
      dialog.remove();
      resolve(key);
    }));
}

function form(complaint) {
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  return element('form', {},
    element('h1', { id: 'key-title', textContent: 'Key or token' }),
    element('p', { textContent: 'The admin key, which the server printed to its console at the first start, the key of an API client, or an access token. “crm key reset” makes a new admin key.' }),
    complaint ? element('p', { className: 'key-complaint', textContent: complaint, role: 'alert' }) : '',
    element('input', { type: 'password', name: 'key', autocomplete: 'off', placeholder: 'crm_…', autofocus: true, ariaLabel: 'Key or token' }),
    element('button', { type: 'submit', textContent: 'Continue' }));
}
