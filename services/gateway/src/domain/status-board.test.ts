import { DesktopReported } from '@karna/proto/gen/desktop/v1/desktop';
import { ServiceReported, ServiceState } from '@karna/proto/gen/service/v1/service';
import { expect, test } from 'vitest';
import { StatusBoard } from './status-board.ts';

function make() {
  const time = { ms: 0 };
  return { time, board: new StatusBoard(() => time.ms) };
}
const service = (instance: string) =>
  ServiceReported.create({ service: 'vision', instance, state: ServiceState.SERVICE_STATE_READY });
const desktop = (online: boolean, gatewayInstance = 'gateway_a', at = 0) =>
  DesktopReported.create({ desktopId: 'desktop_1', online, gatewayInstance, at: new Date(at) });

test('keeps the newest report per subject', () => {
  const { board } = make();
  board.hearService(service('vision_1'));
  board.hearService({ ...service('vision_1'), inFlight: 3 });
  expect(board.services).toEqual([{ ...service('vision_1'), inFlight: 3 }]);
});

test('marks a service that has fallen silent once, and forgets it later', () => {
  const { board, time } = make();
  board.hearService(service('vision_1'));
  time.ms = 9_999;
  expect(board.sweep()).toEqual([]);
  time.ms = 10_000;
  expect(board.sweep()).toMatchObject([{ report: { state: ServiceState.SERVICE_STATE_UNSPECIFIED } }]);
  expect(board.sweep()).toEqual([]);
  time.ms = 60_000;
  board.sweep();
  expect(board.services).toEqual([]);
});

test('takes a silent desktop offline', () => {
  const { board, time } = make();
  board.hearDesktop(desktop(true));
  time.ms = 10_000;
  expect(board.sweep()).toMatchObject([{ kind: 'desktop', report: { online: false } }]);
  expect(board.desktops).toMatchObject([{ online: false }]);
});

test('does not take a goodbye from the gateway that lost the desktop to another', () => {
  const { board } = make();
  board.hearDesktop(desktop(true, 'gateway_a', 1));
  board.hearDesktop(desktop(true, 'gateway_b', 2));
  expect(board.hearDesktop(desktop(false, 'gateway_a', 3))).toBeUndefined();
  expect(board.presence('desktop_1')).toBe('online');
});

test('does not take a report that was overtaken', () => {
  const { board } = make();
  board.hearDesktop(desktop(false, 'gateway_a', 2));
  expect(board.hearDesktop(desktop(true, 'gateway_a', 1))).toBeUndefined();
  expect(board.presence('desktop_1')).toBe('offline');
});

test('does not know about a desktop before it had time to hear of it', () => {
  const { board, time } = make();
  expect(board.presence('desktop_1')).toBe('unknown');
  time.ms = 10_000;
  expect(board.presence('desktop_1')).toBe('offline');
});
