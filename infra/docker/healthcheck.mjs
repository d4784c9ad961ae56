// healthcheck.mjs PORT: exits 0 when the service in this container says that it is ready. For Docker's HEALTHCHECK.
import { get } from 'node:http';

const request = get({ host: '127.0.0.1', port: process.argv[2], path: '/readyz', timeout: 2000 }, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy());
request.on('error', () => {
  process.exitCode = 1;
});
