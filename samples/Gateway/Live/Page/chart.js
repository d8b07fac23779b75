import { byId, setText, svg } from './dom.js';
import { count, percent, plural } from './format.js';

const HEIGHT = 190;
const LEFT = 30;
const TOP = 8;
const BOTTOM = 20;

/** Stacked bars of the last minutes. `buckets`: by start, `{ sessions, conversations, others }`. */
export function renderChart(buckets, now, seconds, length) {
  const last = Math.floor(now / 1000 / seconds);
  const bars = Array.from({ length }, (_, i) => buckets.get(last - length + 1 + i) ?? { sessions: 0, conversations: 0, others: 0 });
  const sum = name => bars.reduce((all, bar) => all + bar[name], 0);
  const [sessions, conversations, others] = [sum('sessions'), sum('conversations'), sum('others')];
  const all = sessions + conversations + others;

  setText(byId('hit-rate'), percent(sessions + conversations, all));
  setText(byId('chart-sessions'), count(sessions));
  setText(byId('chart-conversations'), count(conversations));
  setText(byId('chart-others'), count(others));
  byId('chart').replaceChildren(draw(bars, seconds, `Requests of the last ${length * seconds / 60} minutes, in bars of ${seconds} seconds: `
    + `${count(sessions)} found by session, ${count(conversations)} by conversation, ${count(others)} new.`));
}

function draw(bars, seconds, label) {
  const width = Math.max(240, byId('chart').clientWidth);
  const top = niceCeiling(Math.max(...bars.map(bar => bar.sessions + bar.conversations + bar.others)));
  const bottom = HEIGHT - BOTTOM;
  const unit = (bottom - TOP) / top;
  const step = (width - LEFT) / bars.length;
  const picture = svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img', 'aria-label': label });
  picture.append(svg('defs', {}, svg('pattern', { id: 'hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svg('rect', { class: 'hatch-ground', width: 5, height: 5 }), svg('rect', { class: 'hatch-line', width: 2.5, height: 5 }))));

  for (const value of top === 1 ? [0, 1] : [0, top / 2, top]) {
    const y = bottom - value * unit;
    picture.append(svg('line', { class: 'grid', x1: LEFT, x2: width, y1: y, y2: y }), text(count(value), LEFT - 6, y + 4, 'end'));
  }

  bars.forEach((bar, i) => {
    let y = bottom;
    for (const [name, value] of [['session', bar.sessions], ['conversation', bar.conversations], ['new', bar.others]]) {
      if (value > 0) {
        y -= value * unit;
        picture.append(svg('rect', { class: `part ${name}`, x: LEFT + i * step + 0.5, y, width: Math.max(1, step - 1.5), height: value * unit },
          svg('title', {}, `${plural(value, 'request')} ${name === 'new' ? 'new' : `by ${name}`}, ${ago((bars.length - i) * seconds)}`)));
      }
    }
  });

  picture.append(text(`${bars.length * seconds / 60} min ago`, LEFT, HEIGHT - 5, 'start'), text('now', width, HEIGHT - 5, 'end'));
  return picture;
}

const text = (value, x, y, anchor) => svg('text', { x, y, 'text-anchor': anchor }, value);

const ago = seconds => seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;

function niceCeiling(value) {
  if (value <= 2) {
    return Math.max(1, value);
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map(step => step * power).find(step => step >= value && step % 2 === 0);
}
