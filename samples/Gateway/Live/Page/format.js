const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

export const count = number => whole.format(number);

export const time = iso => clock.format(new Date(iso));

/** Microseconds as a person reads them. */
export function duration(microseconds) {
  return microseconds < 1000 ? `${whole.format(microseconds)} µs` : `${(microseconds / 1000).toFixed(microseconds < 10000 ? 1 : 0)} ms`;
}

export const percent = (part, all) => all === 0 ? '–' : `${Math.round(100 * part / all)} %`;

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[sorted.length >> 1];
}

const kinds = { u: 'user', a: 'assistant', c: 'tool call', r: 'tool result' };

export const kindOf = segment => kinds[segment[0]] ?? 'block';

export const plural = (number, word) => `${count(number)} ${word}${number === 1 ? '' : 's'}`;
