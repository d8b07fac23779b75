// The stream of events. The browser reconnects by itself, with the id of the last event; this adds what it does not do: it notices a stream
// that has gone silent, tries again after a refusal, and starts over when events are missing.

const SILENCE = 25_000;
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 10_000;
const RESYNC_EVERY = 2_000;

export class Stream {
  #source = null;
  #lastId = null;
  #sequence = 0;
  #heard = 0;
  #retry = FIRST_RETRY;
  #timer = 0;
  #resynced = 0;
  #paused = false;
  #handlers;
  #onState;

  /** `handlers`: a function an event type, which gets the event's data. `onState`: told `live`, `connecting`, `lost` or `paused`. */
  constructor(handlers, onState) {
    this.#handlers = handlers;
    this.#onState = onState;
    setInterval(() => this.#watch(), 1_000);
  }

  open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#paused = false;
    this.#heard = Date.now();
    this.#onState('connecting');
    const source = this.#source = new EventSource(this.#lastId === null ? '/live/events' : `/live/events?after=${encodeURIComponent(this.#lastId)}`);
    source.addEventListener('error', () => this.#failed(source));
    for (const type of ['snapshot', 'decision', 'status', 'clear', 'heartbeat']) {
      source.addEventListener(type, event => source === this.#source && this.#got(type, event));
    }
  }

  /** Stops listening. What comes meanwhile is caught up with when it is opened again. */
  pause() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#paused = true;
    this.#onState('paused');
  }

  #got(type, event) {
    const data = JSON.parse(event.data);
    this.#heard = Date.now();
    this.#retry = FIRST_RETRY;
    this.#onState('live');

    const sequence = type === 'decision' ? data.live.sequence : type === 'snapshot' ? data.state.sequence : type === 'clear' ? Number(event.lastEventId.split('.').pop()) : null;
    if (sequence !== null) {
      const missing = type !== 'snapshot' && sequence > this.#sequence + 1;
      if (missing && this.#resync()) {
        return;
      }
      this.#sequence = sequence;
      this.#lastId = event.lastEventId;
    } else if (type === 'heartbeat' && data.sequence > this.#sequence && this.#resync()) {
      return;
    }
    this.#handlers[type]?.(data);
  }

  // Too slow for what comes: the server has dropped some. Not again and again, or it would never get anywhere.
  #resync() {
    if (Date.now() - this.#resynced < RESYNC_EVERY) {
      return false;
    }
    this.#resynced = Date.now();
    this.open();
    return true;
  }

  #failed(source) {
    if (source !== this.#source) {
      return;
    }
    this.#onState('lost');
    if (source.readyState === EventSource.CLOSED) {
      this.#again();
    }
  }

  #watch() {
    if (this.#source && this.#source.readyState !== EventSource.CLOSED && Date.now() - this.#heard > SILENCE) {
      this.#source.close();
      this.#onState('lost');
      this.#again();
    }
  }

  #again() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#paused || this.open(), this.#retry);
    this.#retry = Math.min(2 * this.#retry, LONGEST_RETRY);
  }
}
