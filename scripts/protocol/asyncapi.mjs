// The channels as an AsyncAPI 3.0 document. Its messages are those of the subprotocol `karna.v1.json`; `karna.v1.proto` has the same in binary.
import { reachable } from './contract.mjs';
import { isWellKnown, schemaOf } from './json-schema.mjs';

export function asyncapi(contract, channels, version) {
  const roots = channels.flatMap(({ asks, tells }) => [asks, tells]);
  const names = reachable(contract, roots).filter((name) => !isWellKnown(name));
  const refer = (name) => `#/components/schemas/${name}`;
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Karna: the channels of the gateway',
      version,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'WebSockets of the one public port. Offer the subprotocol `karna.v1.json` for these messages as text, or `karna.v1.proto` for the same ones as binary protobuf.',
    },
    defaultContentType: 'application/json',
    servers: {
      gateway: {
        host: '{host}',
        protocol: 'ws',
        variables: { host: { default: '127.0.0.1:7400', description: 'Where the gateway is; `wss` behind a proxy.' } },
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
    },
    channels: Object.fromEntries(channels.map((channel) => [channel.name, channelOf(channel)])),
    operations: Object.fromEntries(
      channels.flatMap(({ name }) => [
        [`${name}.ask`, operation(name, 'receive', 'ask', 'What the other side sends.')],
        [`${name}.tell`, operation(name, 'send', 'tell', 'What the gateway sends.')],
      ]),
    ),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            '`Authorization: Bearer TOKEN`; browsers offer the further subprotocol `karna.token.` + the token in base64url. Agents send none: they prove a key.',
        },
      },
      messages: Object.fromEntries(roots.map((name) => [name, { name, payload: { $ref: refer(name) } }])),
      schemas: Object.fromEntries(names.map((name) => [name, schemaOf(contract, name, refer)])),
    },
  };
}

const channelOf = ({ address, summary, limits, opens, asks, tells }) => ({
  address,
  summary,
  description: [`Opens with: ${opens}.`, ...limits.map((limit) => `- ${limit}`)].join('\n'),
  messages: {
    ask: { $ref: `#/components/messages/${asks}` },
    tell: { $ref: `#/components/messages/${tells}` },
  },
  bindings: { ws: { method: 'GET' } },
});

const operation = (channel, action, message, summary) => ({
  action,
  summary,
  channel: { $ref: `#/channels/${channel}` },
  messages: [{ $ref: `#/channels/${channel}/messages/${message}` }],
});
