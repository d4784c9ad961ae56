// Packs of models, asked for by the SDK through a real gateway; then through real gRPC.
import { KarnaClient } from '@karna/client';
import { DomainError } from '@karna/common/errors';
import { type ServiceEntry, serveGrpc, streaming, unary } from '@karna/common/grpc';
import { quiet } from '@karna/common/log';
import { eventually } from '@karna/common/testing';
import { ModelPack } from '@karna/proto/gen/vision/v1/model';
import { PullModelReply, type PullModelRequest, VisionServiceService } from '@karna/proto/gen/vision/v1/vision';
import { afterEach, describe, expect, test } from 'vitest';
import { connectVision, noVision } from './adapters/grpc-vision.ts';
import { openGateway, type TestGateway } from './channels/testing/gateway.ts';
import { openProxy } from './channels/testing/stalling-proxy.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(scopes = ['observe', 'operate', 'administer']) {
  const gateway = await openGateway();
  closing.push(() => gateway[Symbol.asyncDispose]());
  const client = await connect(gateway, scopes);
  return { gateway, client };
}

async function connect(gateway: TestGateway, scopes: string[]): Promise<KarnaClient> {
  const { token } = gateway.store.issue('ada', scopes);
  const client = await KarnaClient.connect({ url: gateway.url, token });
  closing.push(() => client.close());
  return client;
}

describe('packs of models', () => {
  test('are listed, pulled and used, by name or back to the one before', async () => {
    const { client, gateway } = await open();
    expect(await client.models()).toMatchObject([{ id: 'karna@1', inUse: true, builtIn: true }]);
    const sha256 = 'a'.repeat(64);
    const pulled = await client.pullModel('https://example.org/manifest.json', sha256);
    expect(pulled).toMatchObject({ id: 'karna@2', licence: 'MIT' });
    expect(gateway.models.pulls).toEqual([{ source: 'https://example.org/manifest.json', sha256 }]);
    expect(await client.useModel('karna@2')).toMatchObject({ id: 'karna@2', inUse: true });
    expect(await client.models()).toMatchObject([{ id: 'karna@2' }, { id: 'karna@1', previous: true }]);
    expect(await client.useModel()).toMatchObject({ id: 'karna@1', inUse: true });
    expect(gateway.models.uses).toEqual([
      { id: 'karna@2', principal: 'ada' },
      { id: 'karna@1', principal: 'ada' },
    ]);
  });

  test('cannot go back when there was none before', async () => {
    const { client, gateway } = await open();
    await expect(client.useModel()).rejects.toMatchObject({ code: 'model.not_found' });
    expect(gateway.models.uses).toEqual([]);
  });

  test('are pulled once, though the connection breaks in the middle', async () => {
    const { gateway } = await open();
    await using proxy = await openProxy(gateway.port);
    const client = await KarnaClient.connect({ url: proxy.url, token: gateway.token, quietMs: 200 });
    closing.push(() => client.close());
    const arrived = Promise.withResolvers<void>();
    gateway.models.hold = arrived.promise;
    const pulling = client.pullModel('https://example.org/manifest.json');
    await eventually(() => (gateway.models.pulls.length > 0 ? undefined : 'the pull'));
    proxy.stall();
    await eventually(() => (client.state === 'live' ? 'the client noticing that the network is gone' : undefined));
    arrived.resolve();
    expect(await pulling).toMatchObject({ id: 'karna@2' });
    expect(gateway.models.pulls).toHaveLength(1);
  });

  test('are seen by whoever observes, and changed by administrators alone', async () => {
    const { gateway } = await open();
    const observer = await connect(gateway, ['observe']);
    expect(await observer.models()).toHaveLength(1);
    const operator = await connect(gateway, ['observe', 'operate']);
    for (const refused of [operator.pullModel('https://example.org/m.json'), operator.useModel('karna@1')])
      await expect(refused).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect([gateway.models.pulls, gateway.models.uses]).toEqual([[], []]);
  });

  test('come with the codes of what went wrong', async () => {
    const { client } = await open();
    await expect(client.useModel('karna@9')).rejects.toMatchObject({ code: 'model.not_found' });
    await expect(client.pullModel('https://x/bad.json')).rejects.toMatchObject({ code: 'model.invalid' });
    await expect(client.pullModel('  ')).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(client.pullModel('x'.repeat(1001))).rejects.toMatchObject({ code: 'input.too_large' });
  });

  test('are not to be had from a gateway that does not know where vision is', async () => {
    for (const asked of [noVision.list(), noVision.pull('', ''), noVision.use('', '')])
      await expect(asked).rejects.toMatchObject({ code: 'service.unavailable' });
  });
});

describe('vision over gRPC', () => {
  const pack = ModelPack.fromPartial({ id: 'karna@2', figures: { exact: 0.9 } });

  async function vision(
    pull: (request: PullModelRequest, signal: AbortSignal) => AsyncIterable<PullModelReply>,
    port = 0,
  ) {
    const { listModels, pullModel, useModel } = VisionServiceService;
    const service: ServiceEntry = [
      { listModels, pullModel, useModel },
      {
        listModels: unary(quiet, async () => ({ packs: [pack] })),
        pullModel: streaming(quiet, pull),
        useModel: unary(quiet, async ({ id }: { id: string }) => ({ pack: ModelPack.fromPartial({ id }) })),
      },
    ];
    const server = await serveGrpc({ bind: '127.0.0.1', port, services: [service] });
    closing.push(() => server.stop(10));
    return server;
  }
  function connected(port: number) {
    const connection = connectVision(`127.0.0.1:${port}`);
    closing.push(() => connection.close());
    return connection;
  }
  const progress = (receivedBytes: number) => PullModelReply.fromPartial({ receivedBytes, totalBytes: 10 });

  test('lists, uses, and waits for a pull to end', async () => {
    const server = await vision(async function* () {
      for (const received of [1, 5, 10]) yield progress(received);
      yield { ...progress(10), pack };
    });
    const models = connected(server.port);
    expect(await models.list()).toEqual([pack]);
    expect(await models.use('karna@3', 'ada')).toMatchObject({ id: 'karna@3' });
    expect(await models.pull('https://x/manifest.json', '')).toEqual(pack);
  });

  test('asks again when the connection is renewed in the middle of a pull', async () => {
    let asked = 0;
    const pull = async function* (_: PullModelRequest, signal: AbortSignal) {
      asked += 1;
      yield progress(asked);
      if (asked === 1)
        await new Promise((_done, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      yield { ...progress(10), pack };
    };
    const first = await vision(pull);
    const pulling = connected(first.port).pull('https://x/manifest.json', '');
    await eventually(() => (asked === 1 ? undefined : 'the pull'));
    await new Promise((resolve) => setTimeout(resolve, 100)); // so that the progress has arrived
    await first.stop(0); // cuts what is under way
    await vision(pull, first.port);
    expect(await pulling).toEqual(pack);
    expect(asked).toBe(2);
  });

  test('passes a refusal on, and does not ask again', async () => {
    let asked = 0;
    const server = await vision(async function* () {
      asked += 1;
      yield progress(1);
      throw new DomainError('model.invalid', 'screen.onnx is not the file that the manifest speaks of');
    });
    await expect(connected(server.port).pull('https://x/manifest.json', '')).rejects.toMatchObject({
      code: 'model.invalid',
      message: 'screen.onnx is not the file that the manifest speaks of',
    });
    expect(asked).toBe(1);
  });

  test('does not wait for a vision that is not there', async () => {
    const server = await vision(async function* () {});
    await server.stop(0);
    await expect(connected(server.port).pull('https://x/m.json', '')).rejects.toMatchObject({
      code: 'service.unavailable',
    });
  });
});
