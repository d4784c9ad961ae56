// The contract as the compiler sees it, with its comments: messages and enums by their full name.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../bootstrap/processes.mjs';

// The library belongs to the contract's package.
const fromProto = createRequire(join(root, 'proto', 'package.json'));
const load = (name) => import(pathToFileURL(fromProto.resolve(name)).href);
const { fromBinary } = await load('@bufbuild/protobuf');
const { FieldDescriptorProto_Label, FieldDescriptorProto_Type, FileDescriptorSetSchema } =
  await load('@bufbuild/protobuf/wkt');

/** Numbers of `google.protobuf.FileDescriptorProto` and its parts, as paths of comments name them. */
const path = { message: 4, enum: 5, field: 2, nested: 3, value: 2 };

/**
 * `{messages, enums}`: maps by full name (`karna.task.v1.Task`). A message is `{name, comment, fields, oneofs}`, a field
 * `{name, json, comment, kind, type, isList, map, oneof}`: `kind` is `message`, `enum` or a scalar of protobuf, `map` the kind and type of
 * its values where it is one.
 */
export function readContract() {
  const image = execFileSync(join(root, 'node_modules', '.bin', 'buf'), ['build', '-o', '-#format=binpb'], {
    cwd: join(root, 'proto'),
    maxBuffer: 64 * 1024 * 1024,
  });
  const contract = { messages: new Map(), enums: new Map() };
  for (const file of fromBinary(FileDescriptorSetSchema, image).file) {
    const comments = new Map(
      (file.sourceCodeInfo?.location ?? []).map((at) => [at.path.join('.'), tidy(at.leadingComments)]),
    );
    file.messageType.forEach((message, index) => {
      addMessage(contract, message, file.package, [path.message, index], comments);
    });
    file.enumType.forEach((one, index) => {
      addEnum(contract, one, file.package, [path.enum, index], comments);
    });
  }
  return contract;
}

function addMessage(contract, message, scope, at, comments) {
  const name = `${scope}.${message.name}`;
  const entries = new Map(message.nestedType.filter((one) => one.options?.mapEntry).map((one) => [one.name, one]));
  contract.messages.set(name, {
    name,
    comment: comments.get(at.join('.')) ?? '',
    oneofs: message.oneofDecl.map((one) => one.name),
    fields: message.field.map((field, index) => {
      const entry = entries.get(field.typeName.split('.').at(-1));
      return {
        name: field.name,
        json: field.jsonName,
        number: field.number,
        comment: comments.get([...at, path.field, index].join('.')) ?? '',
        ...kindOf(field),
        isList: field.label === FieldDescriptorProto_Label.REPEATED && !entry,
        map: entry && kindOf(entry.field[1]),
        oneof:
          Object.hasOwn(field, 'oneofIndex') && !field.proto3Optional
            ? message.oneofDecl[field.oneofIndex].name
            : undefined,
      };
    }),
  });
  message.nestedType.forEach((one, index) => {
    if (!one.options?.mapEntry) addMessage(contract, one, name, [...at, path.nested, index], comments);
  });
}

function addEnum(contract, one, scope, at, comments) {
  const name = `${scope}.${one.name}`;
  const values = one.value.map((value, index) => ({
    name: value.name,
    comment: comments.get([...at, path.value, index].join('.')) ?? '',
  }));
  contract.enums.set(name, { name, comment: comments.get(at.join('.')) ?? '', values });
}

const kindOf = ({ type, typeName }) => ({
  kind: FieldDescriptorProto_Type[type].toLowerCase(),
  type: typeName.replace(/^\./, ''),
});

const tidy = (comment) => comment?.trim().replaceAll(/\s*\n\s*/g, ' ') ?? '';

/** The messages and enums that these messages need, themselves first, in the order in which they are met. */
export function reachable(contract, roots) {
  const found = new Set(roots);
  for (const name of found) {
    for (const { type, map } of contract.messages.get(name)?.fields ?? []) {
      const needed = map ? map.type : type;
      if (needed) found.add(needed);
    }
  }
  return [...found];
}
