import { renderAccounts, renderCountdowns } from './accounts.js';
import { renderChart } from './chart.js';
import { addDecisions, apiName, clearDecisions } from './decisions.js';
import { byId, el, setText } from './dom.js';
import { count, duration, median, plural } from './format.js';
import { renderStarter } from './starter.js';
import { clock, now, onClear, onDecision, onSnapshot, onStatus, state } from './state.js';
import { Stream } from './stream.js';
import { playSamples } from './traffic.js';
import { clearTree, renderTree } from './tree.js';

const SUMMARY_EVERY = 5_000;
const TREE_EVERY = 250;

let chosen = null; // The client whose conversations are shown.
let frame = 0;
let treeTimer = 0;
let treeAsked = 0;
let sampling = null;
let summarized = 0;

const stream = new Stream(
  {
    snapshot(data) {
      onSnapshot(data);
      clearDecisions();
      draw();
      drawTree();
    },
    decision(data) {
      onDecision(data);
      draw();
      if (data.live.made.client === chosen || chosen === null) {
        drawTree();
      }
    },
    status(data) {
      onStatus(data);
      draw();
    },
    clear() {
      onClear();
      clearDecisions();
      draw();
      drawTree();
    },
    heartbeat: clock,
  },
  link => {
    byId('link').dataset.link = link;
    setText(byId('link-text'), { connecting: 'Connecting', live: 'Live', lost: 'Connection lost, trying again', paused: 'Paused' }[link]);
  });

// Once a frame, however many events came.
function draw() {
  if (frame === 0) {
    frame = requestAnimationFrame(() => {
      frame = 0;
      render();
    });
  }
}

function render() {
  const { totals, store, fresh } = state;
  for (const name of ['requests', 'returned', 'new', 'moved', 'unanswered']) {
    setText(byId(`total-${name}`), count(totals[name]));
  }
  byId('unanswered').hidden = totals.unanswered === 0;
  const middle = median(state.recent.map(live => live.made.decisionMicroseconds));
  setText(byId('median'), middle === null ? '–' : duration(middle));

  if (store) {
    byId('store').dataset.health = store.health;
    byId('store').title = store.detail;
    setText(byId('store-text'), `Store: ${store.name}${store.health === 'unknown' ? '' : `, ${store.health}`}`);
  }

  renderAccounts(state.accounts, now());
  renderChart(state.buckets, now(), state.bucketSeconds, state.bucketCount);
  state.fresh = [];
  addDecisions(fresh, choose);
  renderClients();

  const isEmpty = state.isConnected && totals.requests === 0;
  const isPlayground = !state.callersNeedKey && state.accounts.length > 0 && state.accounts.every(account => account.simulated);
  byId('empty').hidden = !isEmpty;
  byId('no-decisions').hidden = !isEmpty;
  byId('sample').hidden = !isPlayground;
  byId('sample-offer').hidden = !isPlayground;
  if (isEmpty) {
    renderStarter(state.callersNeedKey);
  }
}

function renderClients() {
  const select = byId('client');
  byId('tree-panel').hidden = state.clients.length === 0;
  if (!state.clients.some(client => client.client === chosen)) {
    chosen = state.clients.length === 0 ? null : state.clients.reduce((most, client) => client.requests > most.requests ? client : most).client;
  }

  // In a steady order, so that nothing moves under the pointer.
  const sorted = [...state.clients].sort((a, b) => a.client < b.client ? -1 : 1);
  if (sorted.map(client => client.client).join() !== [...select.options].map(option => option.value).join()) {
    select.replaceChildren(...sorted.map(client => el('option', { value: client.client }, `${client.client} · ${apiName(client.api)} · ${shorten(client.model)}`)));
  }
  select.value = chosen ?? '';
}

const shorten = text => text.length > 24 ? `${text.slice(0, 23)}…` : text;

function choose(client) {
  if (state.clients.some(one => one.client === client)) {
    chosen = client;
    byId('client').value = client;
    drawTree();
    byId('tree-panel').scrollIntoView({ block: 'nearest' });
  }
}

function drawTree() {
  if (treeTimer === 0) {
    treeTimer = setTimeout(loadTree, TREE_EVERY);
  }
}

async function loadTree() {
  treeTimer = 0;
  const client = chosen;
  const asked = ++treeAsked;
  if (client === null) {
    clearTree();
    return;
  }
  try {
    const response = await fetch(`/live/trees/${encodeURIComponent(client)}`);
    const tree = response.ok ? await response.json() : null;
    if (asked === treeAsked && client === chosen) {
      if (tree === null || tree.nodes.length === 0) {
        clearTree();
      } else {
        renderTree(tree);
      }
    }
  } catch {
    // The connection is lost, which the stream says; it brings the tree back with the next decision or snapshot.
  }
}

// Read out now and then, and not a row at a time.
function summarize() {
  const { totals } = state;
  if (totals.requests !== summarized) {
    summarized = totals.requests;
    setText(byId('summary'), `${plural(totals.requests, 'request')}: ${count(totals.returned)} returned to their account, ${count(totals.new)} new, ${count(totals.moved)} moved.`);
  }
}

// Where callers need a key, the page does, too: it is exchanged for a cookie, because the stream of events carries no headers.
async function enter(key) {
  const answer = await fetch('/live/access', { method: 'POST', headers: key === null ? {} : { 'x-api-key': key } }).catch(() => null);
  const isLocked = answer?.status === 401;
  byId('locked').hidden = !isLocked;
  byId('key').value = '';
  if (isLocked) {
    setText(byId('locked-error'), key === null ? '' : 'That key is not known.');
    setText(byId('link-text'), 'Locked');
    byId('key').focus();
  } else if (answer?.status === 403) {
    setText(byId('link-text'), await answer.json());
  } else {
    stream.open();
  }
}

async function sample() {
  if (sampling) {
    sampling.abort();
    return;
  }
  sampling = new AbortController();
  const button = byId('sample');
  if (document.activeElement === byId('sample-empty')) {
    button.focus(); // The other one goes away with the empty page.
  }
  setText(button, 'Stop sample traffic');
  let end = 'Send sample traffic';
  try {
    await playSamples(sampling.signal);
  } catch (error) {
    if (!sampling.signal.aborted) {
      sampling.abort();
      end = 'Sample traffic failed: try again';
      console.warn(error.message);
    }
  }
  sampling = null;
  setText(button, end);
}

byId('sample').addEventListener('click', sample);
byId('sample-empty').addEventListener('click', sample);
byId('client').addEventListener('change', event => choose(event.target.value));
byId('clear').addEventListener('click', () => fetch('/live/clear', { method: 'POST', headers: { 'x-live-page': '1' } }));
byId('pause').addEventListener('click', () => {
  if (byId('link').dataset.link === 'paused') {
    setText(byId('pause'), 'Pause');
    stream.open();
  } else {
    setText(byId('pause'), 'Resume');
    stream.pause();
  }
});

new ResizeObserver(draw).observe(byId('chart'));
setInterval(() => renderCountdowns(now()), 500);
setInterval(draw, 5_000); // The chart moves on although nothing comes.
setInterval(summarize, SUMMARY_EVERY);
byId('unlock').addEventListener('submit', event => {
  event.preventDefault();
  enter(byId('key').value);
});
enter(null);
