import { Secret } from '@karna/common/config';
import { freePort } from '@karna/common/free-port';
import { eventually } from '@karna/common/testing';
import type { ErrorCode } from '@karna/proto/errors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ModelPiece } from '../../ports.ts';
import {
  type Answered,
  answers,
  answersInPieces,
  breaksOff,
  type Endpoint,
  eventsOf,
  neverEnds,
  type Play,
  raw,
  startEndpoint,
  status,
} from '../../testing/endpoint.ts';
import { ChatCompletions } from './chat-completions.ts';
import { languageModelContract } from './contract.ts';

const failing: Partial<Record<ErrorCode, Play>> = {
  'llm.unreachable': status(500),
  'llm.refused': status(401),
  'llm.busy': status(429),
  'llm.cut': breaksOff({ text: 'half of it' }, 'cut'),
  'llm.invalid': raw('data: {"choices": "none"}\n\n'),
  'llm.too_long': answers({ text: 'and so on', finish: 'length' }),
};

function answeredBy(pieces: readonly ModelPiece[]): Answered {
  const used = pieces.find(({ is }) => is === 'used');
  return {
    text: pieces.flatMap((one) => (one.is === 'said' ? [one.text] : [])).join(''),
    calls: pieces.flatMap((one) => (one.is === 'called' ? [{ name: one.tool, arguments: one.given }] : [])),
    ...(used?.is === 'used' ? { usage: { prompt_tokens: used.prompt, completion_tokens: used.answer } } : {}),
  };
}

describe.each([
  ['whole', answers],
  ['in pieces that end anywhere', answersInPieces],
])('a real connection, answers %s', (_, play) => {
  languageModelContract(async () => {
    const endpoint = await startEndpoint();
    return {
      model: new ChatCompletions({ url: endpoint.url, model: 'small', key: undefined }),
      answer: (pieces) => endpoint.play(play(answeredBy(pieces))),
      fail: (code) => endpoint.play(failing[code] ?? status(418)),
      neverEnd: () => endpoint.play(neverEnds()),
      [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
    };
  });
});

describe('the wire', () => {
  let endpoint: Endpoint;
  beforeEach(async () => {
    endpoint = await startEndpoint();
  });
  afterEach(() => endpoint[Symbol.asyncDispose]());

  const question = {
    rules: 'rules',
    matter: 'matter',
    tools: [{ name: 't', description: 'd', parameters: {} }],
    maxTokens: 5,
  };
  const ask = async (picture?: Uint8Array, url = endpoint.url, signal = new AbortController().signal) => {
    const model = new ChatCompletions({ url, model: 'small', key: new Secret('sk-geheim') });
    const pieces: ModelPiece[] = [];
    for await (const piece of model.ask({ ...question, ...(picture ? { picture } : {}) }, signal)) pieces.push(piece);
    return pieces;
  };

  test('asks as the interface wants it, with the key in its header and nowhere else', async () => {
    endpoint.play(answers({ text: 'yes' }));
    await ask();
    const [{ path, authorization, body }] = endpoint.received as [(typeof endpoint.received)[number]];
    expect({ path, authorization }).toEqual({ path: '/v1/chat/completions', authorization: 'Bearer sk-geheim' });
    expect(body).toMatchObject({
      model: 'small',
      stream: true,
      max_tokens: 5,
      messages: [
        { role: 'system', content: 'rules' },
        { role: 'user', content: 'matter' },
      ],
      tools: [{ type: 'function', function: { name: 't', description: 'd', parameters: {} } }],
    });
    expect(JSON.stringify(body)).not.toContain('geheim');
  });

  test('sends a picture as such', async () => {
    endpoint.play(answers({ text: 'yes' }));
    await ask(Uint8Array.of(1, 2, 3));
    expect(endpoint.received[0]?.body.messages[1]?.content).toEqual([
      { type: 'text', text: 'matter' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
    ]);
  });

  test('takes calls that come whole and without a place, as some servers send them', async () => {
    const call = (name: string) => ({
      choices: [{ delta: { tool_calls: [{ function: { name, arguments: '{}' } }] } }],
    });
    const end = { choices: [{ delta: {}, finish_reason: 'tool_calls' }] };
    endpoint.play(raw([call('a'), call('b'), end].map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')));
    expect(await ask()).toMatchObject([{ tool: 'a' }, { tool: 'b' }]);
  });

  test('tells calls apart that all come at the first place, as some servers send them', async () => {
    const call = (id: string, given: string) => ({
      choices: [{ delta: { tool_calls: [{ index: 0, id, function: { name: id, arguments: given } }] } }],
    });
    const more = { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: '"x":1}' } }] } }] };
    const end = { choices: [{ delta: {}, finish_reason: 'stop' }] };
    endpoint.play(
      raw([call('a', '{}'), call('b', '{'), more, end].map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')),
    );
    expect(await ask()).toEqual([
      { is: 'called', tool: 'a', given: '{}' },
      { is: 'called', tool: 'b', given: '{"x":1}' },
    ]);
  });

  test('does not mind how tokens are counted', async () => {
    const end = { choices: [{ delta: { content: 'yes' }, finish_reason: 'stop' }], usage: { total: 5 } };
    endpoint.play(raw(`: a comment\nevent: message\ndata: ${JSON.stringify(end)}\n\n`));
    expect(await ask()).toEqual([{ is: 'said', text: 'yes' }]);
  });

  test('learns the newer names of settings from an endpoint that knows no others', async () => {
    const newer: Play = (response, received) =>
      'max_completion_tokens' in received.body && !('temperature' in received.body)
        ? answers({ text: 'yes' })(response, received)
        : status(400)(response, received);
    endpoint.play(newer);
    const model = new ChatCompletions({ url: endpoint.url, model: 'small', key: undefined });
    for (let n = 0; n < 2; n++) {
      const pieces: ModelPiece[] = [];
      for await (const piece of model.ask(question, new AbortController().signal)) pieces.push(piece);
      expect(pieces).toMatchObject([{ text: 'yes' }]);
    }
    expect(endpoint.received).toHaveLength(3);
    endpoint.play(status(400));
    await expect(ask()).rejects.toMatchObject({ code: 'llm.refused' });
  });

  test.each<[string, ErrorCode, Play]>([
    ['an answer that ends before its end', 'llm.cut', breaksOff({ text: 'half of it' }, 'ends')],
    ['no events at all', 'llm.cut', raw('')],
    ['text instead of events', 'llm.cut', raw('<html>hello</html>')],
    ['JSON that is broken', 'llm.invalid', raw('data: {"choices": [\n\n')],
    [
      'an error in the middle',
      'llm.unreachable',
      raw(`${eventsOf({ text: 'a b' })[0]}data: {"error":{"message":"out of memory"}}\n\n`),
    ],
    [
      'an endpoint that does not stream',
      'llm.refused',
      status(200, {}, '{"choices":[{"message":{"content":"hello"}}]}'),
    ],
    ['an answer that was held back', 'llm.refused', answers({ text: 'half of it', finish: 'content_filter' })],
    ['a gateway that is down', 'llm.unreachable', status(502)],
    ['a model that is not there', 'llm.refused', status(404)],
    ['more bytes than anybody reads', 'llm.too_long', raw(`data: ${'x'.repeat(1_100_000)}\n\n`)],
    [
      'more calls than anybody wants',
      'llm.too_long',
      answers({ calls: Array.from({ length: 60 }, () => ({ name: 'click', arguments: {} })) }),
    ],
    [
      'a way to somewhere else',
      'llm.unreachable',
      (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
  ])('calls %s by its code, without the words of the other side', async (_, code, play) => {
    endpoint.play(play);
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect((error as Error).message).not.toMatch(/geheim|hello|out of memory|<|x{5}/);
    expect(endpoint.received).toHaveLength(1);
  });

  test('tells how long a busy one wants to be left alone', async () => {
    endpoint.play(status(429, { 'retry-after': '7' }), status(503, { 'retry-after': '3' }));
    await expect(ask()).rejects.toMatchObject({ code: 'llm.busy', waitMs: 7_000 });
    await expect(ask()).rejects.toMatchObject({ code: 'llm.busy', waitMs: 3_000 });
  });

  test('calls an address where nobody is unreachable', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}/v1`;
    await expect(ask(undefined, nobody)).rejects.toMatchObject({ code: 'llm.unreachable' });
  });

  test('lets go of the connection when nobody listens any more', async () => {
    endpoint.play(neverEnds());
    const stop = new AbortController();
    const asking = ask(undefined, endpoint.url, stop.signal);
    await eventually(async () => ((await endpoint.open()) > 0 ? undefined : 'a connection'));
    stop.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
    await eventually(async () => ((await endpoint.open()) === 0 ? undefined : 'the connection to be closed'));
  });
});
