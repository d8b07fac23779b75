// What the page knows, kept from the events of the stream. Nothing here is drawn.

const RECENT = 200;
const CLIENTS = 32;

export const state = {
  totals: { requests: 0, returned: 0, new: 0, moved: 0, unanswered: 0 },
  buckets: new Map(),
  bucketSeconds: 5,
  bucketCount: 60,
  clients: [],
  recent: [],
  fresh: [],
  accounts: [],
  store: null,
  isConnected: false,
  callersNeedKey: true,
  clockOffset: 0,
};

/** The server's clock in milliseconds. */
export const now = () => Date.now() + state.clockOffset;

export function onSnapshot(data) {
  clock(data);
  state.isConnected = true;
  state.bucketSeconds = data.bucketSeconds;
  state.bucketCount = data.bucketCount;
  state.callersNeedKey = data.callersNeedKey;
  state.totals = data.state.totals;
  state.buckets = new Map(data.state.history.map(bucket => [bucket.start, bucket]));
  state.clients = data.state.clients;
  state.recent = data.state.recent;
  state.fresh = [...data.state.recent];
  onStatus(data.status);
}

export function onDecision({ live, totals }) {
  const { made } = live;
  state.totals = totals;
  state.recent.push(live);
  state.fresh.push(live);
  if (state.recent.length > RECENT) {
    state.recent.shift();
  }

  const start = Math.floor(Date.parse(made.at) / 1000 / state.bucketSeconds);
  const bucket = state.buckets.get(start) ?? { sessions: 0, conversations: 0, others: 0 };
  if (made.account !== '' && made.status !== 499) {
    bucket[made.foundBy === 'session' ? 'sessions' : made.foundBy === 'conversation' ? 'conversations' : 'others']++;
  }
  state.buckets.set(start, bucket);
  for (const old of state.buckets.keys()) {
    if (old < start - 2 * state.bucketCount) {
      state.buckets.delete(old);
    }
  }

  const before = state.clients.find(client => client.client === made.client);
  state.clients = [
    { client: made.client, api: made.api, model: made.model, requests: (before?.requests ?? 0) + 1 },
    ...state.clients.filter(client => client !== before),
  ].slice(0, CLIENTS);
}

export function onStatus(data) {
  state.store = data.store;
  state.accounts = data.accounts;
}

export function onClear() {
  state.totals = { requests: 0, returned: 0, new: 0, moved: 0, unanswered: 0 };
  state.buckets = new Map();
  state.clients = [];
  state.recent = [];
  state.fresh = [];
}

export function clock(data) {
  state.clockOffset = Date.parse(data.now) - Date.now();
}
