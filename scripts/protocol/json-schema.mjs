// How the contract's messages look as JSON: what a connection of `karna.v1.json` carries.

const scalars = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  bytes: { type: 'string', contentEncoding: 'base64' },
  double: { type: 'number' },
  float: { type: 'number' },
  int32: { type: 'integer' },
  sint32: { type: 'integer' },
  uint32: { type: 'integer', minimum: 0 },
  fixed32: { type: 'integer', minimum: 0 },
  // Written as numbers; none of ours leaves the range that doubles hold exactly.
  int64: { type: 'integer' },
  uint64: { type: 'integer', minimum: 0 },
};

/** Messages of protobuf itself that JSON writes in a way of its own. */
const wellKnown = {
  'google.protobuf.Timestamp': { type: 'string', format: 'date-time' },
};

/** The schema of a message or enum; `refer(name)` is how another one is pointed at. */
export function schemaOf(contract, name, refer) {
  if (wellKnown[name]) return wellKnown[name];
  const one = contract.enums.get(name);
  if (one) return { ...described(one), type: 'string', enum: one.values.map((value) => value.name) };
  const message = contract.messages.get(name);
  if (!message) throw new Error(`the contract has no ${name}`);
  const choices = message.oneofs.map((oneof) => choiceOf(message.fields.filter((field) => field.oneof === oneof)));
  return {
    ...described(message),
    type: 'object',
    properties: Object.fromEntries(message.fields.map((field) => [field.json, fieldSchema(field, refer)])),
    additionalProperties: false,
    ...(choices.some(Boolean) ? { allOf: choices.filter(Boolean) } : {}),
  };
}

// At most one of them.
function choiceOf(fields) {
  if (fields.length < 2) return undefined;
  const each = fields.map(({ json }) => ({ required: [json] }));
  return { oneOf: [...each, { not: { anyOf: each } }] };
}

function fieldSchema(field, refer) {
  const value = valueSchema(field.map ?? field, refer);
  if (field.map) return { ...described(field), type: 'object', additionalProperties: value };
  if (field.isList) return { ...described(field), type: 'array', items: value };
  return field.comment ? { ...described(field), ...(value.$ref ? { allOf: [value] } : value) } : value;
}

function valueSchema({ kind, type }, refer) {
  if (kind === 'message' || kind === 'enum') return wellKnown[type] ?? { $ref: refer(type) };
  const schema = scalars[kind];
  if (!schema) throw new Error(`no JSON for the kind ${kind}`);
  return schema;
}

const described = ({ comment }) => (comment ? { description: comment } : {});

export const isWellKnown = (name) => name in wellKnown;
