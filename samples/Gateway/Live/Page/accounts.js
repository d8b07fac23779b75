import { byId, el, setText, svg } from './dom.js';
import { count } from './format.js';

const COLOURS = 8;
const colours = new Map();

/** The class that gives an account its colour. Its name always stands beside it. */
export function colourOf(account) {
  if (!colours.has(account)) {
    colours.set(account, `account-${colours.size % COLOURS}`);
  }
  return colours.get(account);
}

export function accountName(account) {
  return el('span', { class: 'account' }, el('span', { class: `dot ${colourOf(account)}`, 'aria-hidden': 'true' }), el('bdi', {}, account));
}

/** The table of accounts. `now` is the server's clock in milliseconds. */
export function renderAccounts(accounts, now) {
  const most = Math.max(1, ...accounts.map(account => account.requests));
  byId('accounts').replaceChildren(...accounts.map(account => el('tr', { role: 'row', 'data-account': account.name },
    el('th', { scope: 'row', role: 'rowheader' }, accountName(account.name), account.simulated ? el('span', { class: 'tag' }, 'simulated') : null),
    el('td', { class: 'number', role: 'cell', 'data-label': 'in flight' }, count(account.inFlight)),
    el('td', { class: 'number', role: 'cell', 'data-label': 'requests' }, count(account.requests), bar(account.requests / most, colourOf(account.name))),
    el('td', { class: 'number', role: 'cell', 'data-label': 'failures' }, count(account.failures)),
    el('td', { role: 'cell', class: 'state' }, state(account, now)),
    el('td', { role: 'cell', class: 'models' }, models(account.callsByModel)))));
}

/** Moves the countdowns on. */
export function renderCountdowns(now) {
  for (const element of document.querySelectorAll('[data-until]')) {
    const wait = Math.ceil((Number(element.dataset.until) - now) / 1000);
    setText(element, wait > 0 ? `cooling down, ${wait} s` : 'ready');
    element.classList.toggle('cooling', wait > 0);
  }
}

function state(account, now) {
  const until = account.coolingUntil === null ? 0 : Date.parse(account.coolingUntil);
  const wait = Math.ceil((until - now) / 1000);
  return wait > 0
    ? el('span', { class: 'pill cooling', 'data-until': until }, `cooling down, ${wait} s`)
    : el('span', { class: 'pill' }, 'ready');
}

function models(calls) {
  const entries = Object.entries(calls);
  return entries.length === 0
    ? el('span', { class: 'muted' }, 'none')
    : el('ul', {}, ...entries.map(([model, number]) => el('li', {}, el('bdi', { class: 'model', title: model }, model), ' ', el('b', {}, count(number)))));
}

function bar(share, colour) {
  const picture = svg('svg', { class: 'load', viewBox: '0 0 100 4', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  picture.append(svg('rect', { class: 'track', width: 100, height: 4 }), svg('rect', { class: `${colour} fill`, width: 100 * share, height: 4 }));
  return picture;
}
