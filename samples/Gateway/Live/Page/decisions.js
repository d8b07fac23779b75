import { accountName } from './accounts.js';
import { byId, el, svg } from './dom.js';
import { duration, time } from './format.js';

/** How many rows are shown. */
export const ROWS = 100;

const apis = { anthropic: 'Anthropic', gemini: 'Gemini', 'openai-chat': 'OpenAI Chat', 'openai-responses': 'OpenAI Responses' };
const marks = { session: '●', conversation: '◆', new: '○', moved: '↷', none: '✕' };

export const apiName = api => apis[api] ?? api;

/** Puts the latest decisions on top, and takes the oldest off. `fresh` are new since the last time, oldest first. */
export function addDecisions(fresh, onClient) {
  const body = byId('decisions');
  body.prepend(...fresh.slice(-ROWS).reverse().map(live => row(live, onClient)));
  while (body.rows.length > ROWS) {
    body.lastElementChild.remove();
  }
}

export function clearDecisions() {
  byId('decisions').replaceChildren();
}

function row({ made, moved }, onClient) {
  const client = el('button', { type: 'button', class: 'link', title: 'Show its conversations' }, made.client);
  client.addEventListener('click', () => onClient(made.client));
  return el('tr', { role: 'row', 'data-number': made.number },
    el('td', { role: 'cell', class: 'time' }, el('time', { datetime: made.at }, time(made.at))),
    el('td', { role: 'cell', class: 'client' }, client),
    el('td', { role: 'cell', class: 'asked' }, `${apiName(made.api)} `, el('bdi', { class: 'model', title: made.model }, made.model), made.streamed ? el('span', { class: 'tag' }, 'stream') : null),
    el('td', { role: 'cell', class: 'found' }, foundBy(made, moved)),
    el('td', { role: 'cell', class: 'depth' }, depth(made)),
    el('td', { role: 'cell', class: 'went' }, made.account === '' ? el('span', { class: 'muted' }, 'none') : accountName(made.account), failovers(made)),
    el('td', { role: 'cell', class: 'number status' }, el('span', { class: made.status >= 400 ? 'bad' : '' }, String(made.status))),
    el('td', { role: 'cell', class: 'number took' }, duration(made.decisionMicroseconds)));
}

function foundBy(made, moved) {
  const name = made.account === '' ? 'none' : moved ? 'moved' : made.foundBy;
  return el('span', { class: `chip ${name}` }, el('span', { 'aria-hidden': 'true' }, `${marks[name] ?? '·'} `), name === 'none' ? 'no account' : name);
}

function failovers(made) {
  return made.triedBefore.length === 0
    ? null
    : el('span', { class: 'after' }, 'after ', ...made.triedBefore.flatMap((account, i) => [i === 0 ? '' : ', ', el('s', {}, el('bdi', {}, account))]), ' failed');
}

// A session is found without a look at the conversation.
function depth(made) {
  const all = made.segments.length;
  if (made.foundBy === 'session') {
    return el('span', { class: 'muted', title: 'Found by its session: its conversation was not looked up' }, all === 1 ? '1 block' : `${all} blocks`);
  }
  const share = all === 0 ? 0 : made.matchedSegments / all;
  const picture = svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  picture.append(svg('rect', { class: 'track', width: 100, height: 8 }), svg('rect', { class: 'fill', width: 100 * share, height: 8 }));
  return el('span', { class: 'bar', title: `${made.matchedSegments} of ${all} blocks were known` }, picture, el('span', {}, `${made.matchedSegments}/${all}`));
}
