import { ConnectedClient, TokenSummary } from '@karna/proto/gen/access/v1/access';
import { expect, test } from 'vitest';
import { peopleOf } from './people.ts';

const token = (id: string, principal: string, seen?: string) =>
  TokenSummary.fromPartial({ id, principal, ...(seen ? { lastSeenAt: new Date(seen) } : {}) });
const connection = (principal: string, channel: string) => ConnectedClient.fromPartial({ principal, channel });

test('people are who has tokens, with their clients and when they were seen last', () => {
  const tokens = [
    token('1', 'ada', '2026-01-02'),
    token('2', 'ada', '2026-01-03'),
    token('3', 'ada', '2026-01-01'),
    token('4', 'bob'),
    token('5', 'eve'),
  ];
  const clients = [
    connection('ada', 'control'),
    connection('ada', 'screen'),
    connection('ada', 'status'),
    connection('ada', 'control'),
    connection('bob', 'screen'),
  ];
  expect(peopleOf(tokens, clients).map(({ name, clients: count, lastSeenAt }) => [name, count, lastSeenAt])).toEqual([
    ['ada', 2, new Date('2026-01-03')],
    ['bob', 1, undefined],
    ['eve', 0, undefined],
  ]);
});
