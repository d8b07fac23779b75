// What a person who sees an empty page can do.

import { byId, setText } from './dom.js';

export function renderStarter(callersNeedKey) {
  const key = callersNeedKey ? " -H 'x-api-key: YOUR_KEY'" : '';
  const line = messages => `curl ${location.origin}/v1/messages -H 'content-type: application/json'${key} -d '${JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 64, messages })}'`;
  const first = { role: 'user', content: 'Hello!' };
  setText(byId('curl-1'), line([first]));
  setText(byId('curl-2'), line([first, { role: 'assistant', content: 'Hello. What shall we do?' }, { role: 'user', content: 'Continue this.' }]));
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const line = byId(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(line.textContent);
      setText(button, 'Copied');
    } catch {
      // Not allowed, or not over a safe connection: then it is marked, ready for the keyboard.
      getSelection().selectAllChildren(line);
      setText(button, 'Marked');
    }
    setTimeout(() => setText(button, 'Copy'), 2_000);
  });
}
