import { conversing, unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type {
  CompareRequest,
  DetectRequest,
  LocateRequest,
  ParseReply,
  ParseRequest,
  ReadRequest,
  RememberRequest,
  VisionServiceServer,
} from '@karna/proto/gen/vision/v1/vision';
import type { Vision } from '../service.ts';
import { bytesOf, hintsOf, partOf, partsOf, pointedIn, soughtIn } from './checking.ts';
import { inTheirOrder } from './in-order.ts';

type Eyes = Omit<VisionServiceServer, 'listModels' | 'pullModel' | 'useModel'>;

export const visionHandlers = (vision: Vision, log: Logger): Eyes => ({
  detect: unary(log, async (request: DetectRequest, signal) => {
    const { width, height, elements } = await vision.parse(bytesOf(request.image), hintsOf(request), signal);
    return { width, height, elements: [...elements] };
  }),
  read: unary(log, async (request: ReadRequest, signal) => ({
    lines: await vision.read(bytesOf(request.image), partOf(request.within), hintsOf(request), signal),
  })),
  parse: unary(log, (request: ParseRequest, signal) => parsed(vision, request, { isBatch: false }, signal)),
  parseAll: conversing(log, (requests: AsyncIterable<ParseRequest>, signal) =>
    inTheirOrder(requests, (request, running) => parsed(vision, request, { isBatch: true }, running), signal, log),
  ),
  locate: unary(log, async (request: LocateRequest, signal) => {
    const where = { within: partOf(request.within), limit: request.limit };
    return vision.locate(bytesOf(request.image), soughtIn(request), where, hintsOf(request), signal);
  }),
  remember: unary(log, async (request: RememberRequest, signal) =>
    vision.remember(bytesOf(request.image), pointedIn(request), hintsOf(request), signal),
  ),
  compare: unary(log, async ({ before, after, ignore, desktopId }: CompareRequest, signal) => {
    const images = { before: bytesOf(before), after: bytesOf(after) };
    hintsOf({ desktopId });
    const { changes, regions, changed } = await vision.compare(images, { ignore: partsOf(ignore), desktopId }, signal);
    return { changes: [...changes], regions: [...regions], changed };
  }),
});

async function parsed(
  vision: Vision,
  request: ParseRequest,
  { isBatch }: { isBatch: boolean },
  signal: AbortSignal,
): Promise<ParseReply> {
  const began = performance.now();
  const { id } = request;
  const hints = { ...hintsOf(request), isBatch };
  const { elements, lines, guesses = [], ...seen } = await vision.parse(bytesOf(request.image), hints, signal);
  const { width, height, lookedAt } = seen;
  return {
    id,
    width,
    height,
    elements: [...elements],
    lines: [...lines],
    guesses: request.withGuesses ? [...guesses] : [],
    lookedAt,
    tookMs: Math.round(performance.now() - began),
    fault: undefined,
  };
}
