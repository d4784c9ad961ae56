import { expect, test } from 'vitest';
import { KarnaError } from './errors.ts';

test('carries the code of a fault', () => {
  const error = KarnaError.fromFault({ code: 'desktop.offline', message: 'it is offline', incidentId: '' });
  expect(error).toMatchObject({
    name: 'KarnaError',
    code: 'desktop.offline',
    message: 'it is offline',
    retryable: true,
  });
});

test('takes a code that it does not know for internal, and keeps the words and the incident', () => {
  const error = KarnaError.fromFault({ code: 'moon.full', message: 'howl', incidentId: 'incident_1' });
  expect(error).toMatchObject({ code: 'internal', message: 'howl', incidentId: 'incident_1', retryable: false });
});
