// Sample traffic: clients that hold conversations with forks, by real requests to the gateway's own routes. They answer with what they were
// answered, as any client does.

const pause = (milliseconds, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    reject(signal.reason);
  }, { once: true });
});

const hex = length => Array.from(crypto.getRandomValues(new Uint8Array(length)), byte => (byte & 15).toString(16)).join('');

const anthropic = {
  path: () => '/v1/messages',
  body: (client, turns) => ({
    model: client.model, max_tokens: 128, system: client.system, messages: turns, ...(client.session ? { metadata: { user_id: `user_sample_account__session_${client.session}` } } : {}),
  }),
  ask: text => ({ role: 'user', content: text }),
  reply: answer => [{ role: 'assistant', content: answer.content }],
};

const chat = {
  path: () => '/v1/chat/completions',
  body: (client, turns) => ({ model: client.model, messages: [{ role: 'system', content: client.system }, ...turns], ...(client.tools ? { tools: client.tools } : {}) }),
  ask: text => ({ role: 'user', content: text }),
  reply: answer => {
    const { message } = answer.choices[0];
    const results = (message.tool_calls ?? []).map(call => ({ role: 'tool', tool_call_id: call.id, content: '14 degrees, light rain' }));
    return [message, ...results];
  },
};

const responses = {
  path: () => '/v1/responses',
  body: (client, turns) => ({ model: client.model, instructions: client.system, input: turns }),
  ask: text => ({ role: 'user', content: text }),
  reply: answer => answer.output,
};

const gemini = {
  path: client => `/v1beta/models/${client.model}:generateContent`,
  body: (client, turns) => ({ systemInstruction: { parts: [{ text: client.system }] }, contents: turns }),
  ask: text => ({ role: 'user', parts: [{ text }] }),
  reply: answer => [answer.candidates[0].content],
};

const weather = [{
  type: 'function',
  function: { name: 'get_weather', description: 'The weather of a place', parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] } },
}];

// A branch says after how many of its questions the next one forks off, and what is asked instead.
const plays = [
  {
    api: anthropic, model: 'sample-sonnet', system: 'You plan journeys.',
    branches: [
      { keep: 0, questions: ['Plan a week in Portugal.', 'More of the coast.', 'And by train?', 'Book the first night.'] },
      { keep: 2, questions: ['By bicycle instead?', 'How long is day two?'] },
      { keep: 1, questions: ['More of the mountains.', 'Where is snow in May?', 'Then June.'] },
      { keep: 0, questions: ['Plan a week in Norway.', 'And without a car?'] },
    ],
  },
  {
    api: chat, model: 'sample-gpt', system: 'You answer briefly.', tools: weather,
    branches: [
      { keep: 0, questions: ['Hello!', 'How is the weather in Oslo?', 'And tomorrow?'] },
      { keep: 1, questions: ['How is the weather in Rome?', 'Thanks.'] },
    ],
  },
  {
    api: gemini, model: 'sample-gemini', system: 'You explain code.',
    branches: [
      { keep: 0, questions: ['What is a trie?', 'Draw one.', 'And a radix trie?'] },
      { keep: 2, questions: ['What does it cost?'] },
    ],
  },
  {
    api: responses, model: 'sample-o', system: 'You are a tutor.',
    branches: [{ keep: 0, questions: ['Teach me prime numbers.', 'Why is 1 none?', 'The next after 97?'] }],
  },
  {
    api: anthropic, model: 'sample-haiku', system: 'You write code.', hasSession: true,
    branches: [{ keep: 0, questions: ['Write a test.', 'Run it.', 'Make it faster.', 'Now document it.'] }],
  },
];

/** Plays them all. Rejects when the gateway refuses a request, or when `signal` says so. */
export async function playSamples(signal) {
  const run = hex(6);
  await Promise.all(plays.map((one, i) => pause(i * 700, signal).then(() => play(one, run, signal))));
}

async function play(one, run, signal) {
  const client = { ...one, system: `${one.system} (${run})`, session: one.hasSession ? `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}` : null };
  const history = []; // The turns before each question of the first branch.
  let isFirst = true;
  for (const { keep, questions } of client.branches) {
    const turns = isFirst ? [] : [...history[keep]];
    for (const question of questions) {
      if (isFirst) {
        history.push([...turns]);
      }
      await exchange(client, turns, question, signal);
      await pause(300 + 500 * Math.random(), signal);
    }
    isFirst = false;
  }
}

// One question, and what its answer makes necessary: the result of a tool is one more request.
async function exchange(client, turns, question, signal) {
  turns.push(client.api.ask(question));
  for (let rounds = 0; rounds < 3; rounds++) {
    const reply = client.api.reply(await send(client, turns, signal));
    turns.push(...reply);
    if (reply.at(-1)?.role !== 'tool') {
      return;
    }
    await pause(200, signal);
  }
}

async function send(client, turns, signal) {
  const response = await fetch(client.api.path(client), {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(client.api.body(client, turns)), signal,
  });
  if (!response.ok) {
    throw new Error(`The gateway answered ${response.status}.`);
  }
  return response.json();
}
