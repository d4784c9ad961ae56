import { InferenceSession, Tensor } from 'onnxruntime-node';

type Outputs = InferenceSession.OnnxValueMapType;

/** A network, ready to run on so many cores. */
export const openSession = (bytes: Uint8Array, threads: number): Promise<InferenceSession> =>
  InferenceSession.create(bytes, sessionOptions(threads));

/** A spinning pool wins a millisecond and burns a core between requests; other services run beside this one. */
const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Plans are kept per shape, and crops have many: 120 MB more, no time won.
  enableMemPattern: false,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

export function floats(outputs: Outputs, name: string): Float32Array {
  const value = outputs[name];
  if (value instanceof Tensor && value.data instanceof Float32Array) return value.data;
  throw new Error(`the model has no float output "${name}"`);
}

export function int32s(outputs: Outputs, name: string): Int32Array {
  const value = outputs[name];
  if (value instanceof Tensor && value.data instanceof Int32Array) return value.data;
  throw new Error(`the model has no integer output "${name}"`);
}
