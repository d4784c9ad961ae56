import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import type { handleUnaryCall, MethodDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';

// grpc.health.v1, written out by hand: two messages of one field each. https://github.com/grpc/grpc/blob/master/doc/health-checking.md
interface Asked {
  readonly service: string;
}
interface Health {
  readonly serving: boolean;
}

const SERVING = 1;
const NOT_SERVING = 2;

export const healthOf = (service: string): Asked => ({ service });

const check: MethodDefinition<Asked, Health> = {
  path: '/grpc.health.v1.Health/Check',
  requestStream: false,
  responseStream: false,
  requestSerialize: ({ service }) => Buffer.from(service ? new BinaryWriter().uint32(10).string(service).finish() : []),
  requestDeserialize: () => ({ service: '' }),
  responseSerialize: ({ serving }) =>
    Buffer.from(
      new BinaryWriter()
        .uint32(8)
        .int32(serving ? SERVING : NOT_SERVING)
        .finish(),
    ),
  responseDeserialize: (bytes) => {
    const reader = new BinaryReader(bytes);
    return { serving: reader.pos < reader.len && reader.uint32() === 8 && reader.int32() === SERVING };
  },
};

export const healthDefinition = { check };

/** Answers Check for the whole server; services are not told apart, since one process is one service. */
export function healthService() {
  let serving = true;
  const answer: handleUnaryCall<Asked, Health> = (_call, reply) => reply(null, { serving });
  const implementation: UntypedServiceImplementation = { check: answer };
  return {
    definition: healthDefinition,
    implementation,
    setServing: (now: boolean) => {
      serving = now;
    },
  };
}
