import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const services = readdirSync(new URL('services', root));
const dockerfiles = services.map((service) => ({ service, text: read(`services/${service}/Dockerfile`) }));

/** What comes before the image itself, with the service's name taken out. */
const buildPart = ({ service, text }) => text.split('# --- The image ---')[0]?.replace(`ARG SERVICE=${service}\n`, '');

describe('the Dockerfiles', () => {
  it('build every service in the same way', () => {
    const [first, ...others] = dockerfiles.map(buildPart);
    expect(first).toContain('npm ci');
    for (const other of others) expect(other).toBe(first);
  });

  it.each(dockerfiles)('$service runs without root, tells its health, and names itself', ({ service, text }) => {
    expect(text).toMatch(/^USER node$/m);
    expect(text).toMatch(/^HEALTHCHECK /m);
    expect(text).toContain(`CMD ["node", "services/${service}/dist/main.js"]`);
  });
});

describe('docker-compose.yml', () => {
  const compose = read('docker-compose.yml');

  it.each(services)('builds %s', (service) => {
    expect(compose).toContain(`dockerfile: services/${service}/Dockerfile`);
  });

  it('has no secret in it, and .env.example leaves each of them empty', () => {
    const secrets = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect(secrets).toContain('POSTGRES_PASSWORD');
    for (const name of secrets) expect(read('.env.example')).toMatch(new RegExp(`^${name}=$`, 'm'));
    for (const name of secrets) expect(read('infra/docker/secrets.sh')).toContain(name);
  });

  it('publishes nothing but the gateway, and the dashboards of the optional profile, on loopback', () => {
    const published = [...compose.matchAll(/- \$\{\w+:-([\d.]+):\d+\}:(\d+)$/gm)].map(([, address, port]) => [
      address,
      port,
    ]);
    expect(published).toEqual([
      ['127.0.0.1', '7400'],
      ['127.0.0.1', '3000'],
    ]);
    expect(compose.match(/^ {4}ports:/gm)).toHaveLength(published.length);
  });
});
