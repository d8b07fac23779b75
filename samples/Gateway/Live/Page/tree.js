// The conversations of a client as a picture: time runs to the right, a branch a row, the stem shared.

import { accountName, colourOf } from './accounts.js';
import { apiName } from './decisions.js';
import { byId, el, setText, svg } from './dom.js';
import { kindOf, plural, time } from './format.js';

const STEP = 38;
const ROW = 40;
const SIZE = 24;
const PAD = 20;
const LABEL = 150;

let nodes = [];
let current = 0;
let seen = new Set();
let shownClient = null;

/** Draws the answer of /live/trees/{client}. */
export function renderTree(view) {
  const isOther = view.client !== shownClient;
  const hadFocus = byId('tree').contains(document.activeElement);
  const focused = isOther ? null : nodes[current]?.id;
  nodes = arrange(view.nodes);
  current = Math.max(0, nodes.findIndex(node => node.id === focused));

  byId('tree').replaceChildren(draw(view, isOther));
  byId('tree-text').replaceChildren(...nodes.filter(node => node.children.length === 0).map(asText));
  seen = new Set(nodes.map(node => node.id));
  if (isOther) {
    setText(byId('tree-detail'), 'Point at a block, or walk there with the arrow keys.');
  }
  shownClient = view.client;
  if (hadFocus) {
    nodes[current]?.element.focus({ preventScroll: true });
  }
}

export function clearTree() {
  nodes = [];
  shownClient = null;
  byId('tree').replaceChildren();
  byId('tree-text').replaceChildren();
}

// Nodes come each after its parent. A leaf takes the next row; what forks stands in the row of its first branch.
function arrange(raw) {
  const all = raw.map((node, index) => ({ ...node, index, children: [], row: -1, depth: 0, id: '' }));
  for (const node of all) {
    node.up = node.parent < 0 ? null : all[node.parent];
    node.up?.children.push(node);
    node.depth = node.up ? node.up.depth + 1 : 0;
    node.id = `${node.up?.id ?? ''}-${node.segment}`;
  }
  let row = 0;
  for (const node of all) {
    if (node.children.length === 0) {
      for (let up = node; up !== null && up.row < 0; up = up.up) {
        up.row = row;
      }
      row++;
    }
  }
  return all;
}

function draw(view, isOther) {
  const depth = Math.max(...nodes.map(node => node.depth));
  const rows = Math.max(...nodes.map(node => node.row)) + 1;
  const width = PAD + depth * STEP + SIZE + LABEL;
  const height = rows * ROW + 12;
  const picture = svg('svg', {
    width, height, viewBox: `0 0 ${width} ${height}`, role: 'tree', 'aria-label': `Conversations of client ${view.client}, ${apiName(view.api)}, ${view.model}`,
  });
  const edges = svg('g', { class: 'edges', role: 'presentation' });
  const squares = svg('g', { role: 'presentation' });
  const labels = svg('g', { 'aria-hidden': 'true' }); // What they say is part of what their square says.
  picture.append(edges, squares, labels);
  for (const node of nodes) {
    const isNew = !isOther && !seen.has(node.id);
    if (node.up) {
      edges.append(svg('path', { class: isNew ? 'fresh' : '', d: edge(node.up, node) }));
    }
    squares.append(square(node, isNew));
    if (node.children.length === 0) {
      labels.append(leaf(node));
    }
  }
  picture.addEventListener('keydown', onKey);
  return picture;
}

const x = node => PAD + node.depth * STEP;
const y = node => 8 + node.row * ROW + SIZE / 2;

function edge(from, to) {
  const [x1, y1, x2, y2] = [x(from) + SIZE / 2, y(from), x(to) - SIZE / 2, y(to)];
  const middle = (x1 + x2) / 2;
  return y1 === y2 ? `M${x1} ${y1}H${x2}` : `M${x1} ${y1}Q${middle} ${y1} ${middle} ${y1 + 7}V${y2 - 7}Q${middle} ${y2} ${x2} ${y2}`;
}

function square(node, isNew) {
  const siblings = node.up ? node.up.children : nodes.filter(other => other.up === null);
  const group = svg('g', {
    class: `node${isNew ? ' fresh' : ''}`, role: 'treeitem', tabindex: node.index === current ? 0 : -1, 'aria-level': node.depth + 1, 'aria-setsize': siblings.length,
    'aria-posinset': siblings.indexOf(node) + 1, 'aria-label': describe(node), 'data-depth': node.depth, transform: `translate(${x(node) - SIZE / 2} ${y(node) - SIZE / 2})`,
  });
  group.append(
    svg('rect', { class: 'ring', x: -3, y: -3, width: SIZE + 6, height: SIZE + 6, rx: 8 }),
    svg('rect', { class: `kind ${node.segment[0]}`, width: SIZE, height: SIZE, rx: 6 }),
    svg('text', { class: 'letter', x: SIZE / 2, y: SIZE / 2 + 4.5, 'text-anchor': 'middle' }, node.segment[0]));
  if (node.account !== null) {
    group.append(svg('rect', { class: `${colourOf(node.account)} fill`, x: 2, y: SIZE + 3, width: SIZE - 4, height: 4, rx: 2 }));
  }
  group.addEventListener('pointerenter', () => setText(byId('tree-detail'), describe(node)));
  group.addEventListener('focus', () => {
    current = node.index;
    setText(byId('tree-detail'), describe(node));
  });
  group.addEventListener('click', () => go(node));
  node.element = group;
  return group;
}

function leaf(node) {
  const at = SIZE + (node.beyond > 0 ? 40 : 12);
  const name = node.account ?? 'no account';
  const label = svg('g', { transform: `translate(${x(node) - SIZE / 2} ${y(node)})` });
  if (node.beyond > 0) {
    label.append(svg('text', { class: 'beyond', x: SIZE + 8, y: 4 }, `+${node.beyond}`));
  }
  if (node.account !== null) {
    label.append(svg('circle', { class: `${colourOf(node.account)} fill`, cx: at + 4, cy: 0, r: 5 }));
  }
  label.append(svg('text', { class: 'leaf', x: at + 14, y: 4 }, name.length > 14 ? `${name.slice(0, 13)}…` : name));
  return label;
}

function describe(node) {
  const parts = [`Block ${node.depth + 1}: ${kindOf(node.segment)}, ${node.segment}`, `part of ${plural(node.requests, 'request')}, the last at ${time(node.lastAt)}`];
  if (node.account !== null) {
    parts.push(`answered by ${node.account}`);
  }
  if (node.children.length > 1) {
    parts.push(`forks into ${node.children.length}`);
  }
  if (node.beyond > 0) {
    parts.push(`${plural(node.beyond, 'block')} more, not drawn`);
  }
  return `${parts.join('; ')}.`;
}

// Left and right along a conversation, up and down to the nearest block of the next row.
function onKey(event) {
  const node = nodes[current];
  const target = {
    ArrowRight: () => node.children[0],
    ArrowLeft: () => node.up,
    ArrowDown: () => inRow(node, 1),
    ArrowUp: () => inRow(node, -1),
    Home: () => nodes[0],
    End: () => nodes.at(-1),
  }[event.key];
  if (target) {
    event.preventDefault();
    go(target());
  }
}

function inRow(node, by) {
  for (let row = node.row + by; row >= 0 && nodes.some(other => other.row === row); row += by) {
    const near = nodes.filter(other => other.row === row).sort((a, b) => Math.abs(a.depth - node.depth) - Math.abs(b.depth - node.depth))[0];
    if (near) {
      return near;
    }
  }
  return null;
}

function go(node) {
  if (!node) {
    return;
  }
  nodes[current].element.setAttribute('tabindex', -1);
  node.element.setAttribute('tabindex', 0);
  node.element.focus();
}

function asText(node) {
  const path = [];
  for (let at = node; at !== null; at = at.up) {
    path.unshift(at);
  }
  const stem = path.findLastIndex(at => at.up !== null && at.up.children.length > 1 && at !== at.up.children[0]);
  return el('li', {}, path.map(at => kindOf(at.segment)).join(', '), ' → ', node.account === null ? 'no account' : accountName(node.account),
    ` (${plural(node.requests, 'request')}${stem > 0 ? `; the first ${plural(stem, 'block')} shared with a conversation above` : ''})`);
}
