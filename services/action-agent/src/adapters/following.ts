import { everything, type Following, type Point } from '../ports.ts';

interface Looked {
  pointerPosition(): Promise<Point>;
}

/** For back ends that cannot tell where something was drawn: everything may have changed, every time. */
export const followByLooking = (screen: Looked, stop: () => void): Following => ({
  take: () => [everything],
  pointer: async () => ({ at: await screen.pointerPosition(), look: 0, shape: undefined }),
  close: stop,
});
