import { DomainError } from '@karna/common/errors';
import { unary } from '@karna/common/grpc';
import type { Logger } from '@karna/common/log';
import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import type { TargetQuery } from '@karna/proto/gen/target/v1/target';
import type {
  DetectRequest,
  Image,
  LocateRequest,
  ReadRequest,
  VisionServiceServer,
} from '@karna/proto/gen/vision/v1/vision';
import type { Vision } from '../service.ts';

export const visionHandlers = (vision: Vision, log: Logger): VisionServiceServer => ({
  detect: unary(log, async ({ image }: DetectRequest, signal) => {
    const { width, height, elements } = await vision.detect(bytesOf(image), signal);
    return { width, height, elements: [...elements] };
  }),
  read: unary(log, async ({ image, within }: ReadRequest, signal) => ({
    lines: await vision.read(bytesOf(image), checkedBox(within), signal),
  })),
  locate: unary(log, ({ image, query, within, limit }: LocateRequest, signal) =>
    vision.locate(bytesOf(image), present(query), { within: checkedBox(within), limit }, signal),
  ),
});

function bytesOf(image: Image | undefined): Uint8Array {
  if (!image || image.data.length === 0) throw new DomainError('image.invalid', 'there is no image in the request');
  return image.data;
}

function present(query: TargetQuery | undefined): TargetQuery {
  if (!query) throw new DomainError('input.invalid', 'there is no query in the request');
  return query;
}

function checkedBox(box: Box | undefined): Box | undefined {
  if (box && (box.width <= 0 || box.height <= 0))
    throw new DomainError('input.invalid', 'the part to look at is empty');
  return box;
}
