import { expect, test } from 'vitest';
import { linkTo, routeOf } from './route.ts';

test('an address names a page and what of it is shown', () => {
  expect(routeOf(linkTo('history', 'task_1/a b'))).toEqual({ page: 'history', id: 'task_1/a b' });
  expect(routeOf('#/history')).toEqual({ page: 'history', id: '' });
  expect(routeOf('')).toEqual({ page: 'desk', id: '' });
  expect(routeOf('#/elsewhere/x')).toEqual({ page: 'desk', id: '' });
  expect(routeOf('#/history/%E0%A4%A')).toEqual({ page: 'history', id: '' });
});
