// The protocol for people: channels, how a conversation goes, every message, every code.
import { reachable } from './contract.mjs';

export function reference(contract, channels, { protocols, codes, closeCodeOf }) {
  const names = reachable(
    contract,
    channels.flatMap(({ asks, tells }) => [asks, tells]),
  ).filter((name) => !name.startsWith('google.'));
  return `${[
    '<!-- Generated from the contract: npm run gen -->',
    '# The protocol',
    `One port, one path per channel, all WebSockets. Offer ${protocols.map((name) => `\`${name}\``).join(' or ')}: the same messages in binary protobuf or as JSON text. [asyncapi.json](asyncapi.json) and [openapi.json](openapi.json) have the same for programs; [sequences.md](sequences.md) shows how conversations go; [../errors.md](../errors.md) says what to do about each code.`,
    '## Channels',
    ...channels.map((channel) => channelText(channel)),
    '## Codes',
    'A fault carries one of these. A WebSocket that ends because of one closes with the number beside it and the code as its reason.',
    table(
      ['code', 'same request again', 'closes with'],
      Object.entries(codes).map(([code, { retry }]) => [
        `\`${code}\``,
        retry ? 'yes' : 'no',
        String(closeCodeOf(code)),
      ]),
    ),
    '## Messages',
    'As JSON, names are in camelCase, defaults are left out, bytes are base64, times ISO 8601. Of the fields of a `oneof` one is set.',
    ...names.sort().map((name) => typeText(contract, name)),
  ].join('\n\n')}\n`;
}

const channelText = ({ name, address, summary, asks, tells, opens, limits }) =>
  [
    `### ${name}: \`${address}\``,
    summary,
    [
      `- to the gateway: ${link(asks)}; from it: ${link(tells)}`,
      `- opens with: ${opens}`,
      ...limits.map((limit) => `- ${limit}`),
    ].join('\n'),
  ].join('\n\n');

function typeText(contract, name) {
  const { comment, fields, values } = contract.messages.get(name) ?? contract.enums.get(name);
  const rows = values
    ? table(
        ['value', ''],
        values.map((value) => [`\`${value.name}\``, value.comment]),
      )
    : table(
        ['field', 'type', ''],
        fields.map((field) => [
          `\`${field.json}\``,
          `${typeOf(field)}${field.oneof ? ` (one of \`${field.oneof}\`)` : ''}`,
          field.comment,
        ]),
      );
  const isEmpty = (values ?? fields).length === 0;
  return [`### ${name}`, comment, isEmpty ? 'Has no fields.' : rows].filter(Boolean).join('\n\n');
}

function typeOf({ kind, type, isList, map }) {
  if (map) return `map of ${typeOf(map)}`;
  return `${isList ? 'list of ' : ''}${type ? link(type) : kind}`;
}

const link = (name) =>
  name.startsWith('google.')
    ? name.split('.').at(-1)
    : `[${name.replace(/^karna\.(.*)\.v1\./, '$1.')}](#${name.toLowerCase().replaceAll('.', '')})`;

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
const cell = (text) => text.replaceAll('|', '\\|');
