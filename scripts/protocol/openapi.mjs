// The HTTP half of the public port as an OpenAPI 3.1 document.
import { schemaOf } from './json-schema.mjs';

const fault = 'karna.fault.v1.Fault';

export function openapi(contract, version, codes) {
  const refer = (name) => `#/components/schemas/${name}`;
  const faulty = (description) => ({
    description,
    content: { 'application/json': { schema: { $ref: refer(fault) } } },
  });
  const answer = (description, schema) => ({ description, content: { 'application/json': { schema } } });
  const common = {
    401: faulty('`auth.missing`, `auth.invalid`'),
    429: faulty('`rate.limited`; wait as long as `Retry-After` says'),
    503: faulty('`service.unavailable`, `service.stopping`: try again'),
  };
  const who = {
    type: 'object',
    properties: { principal: { type: 'string' }, scopes: { type: 'array', items: { type: 'string' } } },
    required: ['principal', 'scopes'],
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Karna: the HTTP half of the gateway',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:7400' }],
    security: [{ token: [] }],
    paths: {
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Whether the gateway answers at all.',
          security: [],
          responses: { 200: answer('It does.', { type: 'object', properties: { status: { const: 'ok' } } }) },
        },
      },
      '/v1/version': {
        get: {
          operationId: 'version',
          summary: 'What runs here and which subprotocols its channels speak.',
          security: [],
          responses: {
            200: answer('The version.', {
              type: 'object',
              properties: {
                name: { const: 'karna' },
                version: { type: 'string' },
                protocols: { type: 'array', items: { type: 'string' } },
              },
              required: ['name', 'version', 'protocols'],
            }),
          },
        },
      },
      '/v1/session': {
        get: {
          operationId: 'whoAmI',
          summary: 'Whose token this is. Browsers do not show why an upgrade failed: here they learn it.',
          responses: { 200: answer('The principal and its scopes.', who), ...common },
        },
        post: {
          operationId: 'openSession',
          summary: 'Trades a one-time token for one that lasts.',
          security: [],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { token: { type: 'string', minLength: 1 } },
                  required: ['token'],
                  additionalProperties: false,
                },
              },
            },
          },
          responses: {
            200: answer('The token to use from now on. It is shown once.', {
              ...who,
              properties: { token: { type: 'string' }, ...who.properties },
              required: ['token', ...who.required],
            }),
            400: faulty('`input.invalid`'),
            403: faulty('`auth.forbidden`: a page of another origin'),
            413: faulty('`input.too_large`'),
            ...common,
          },
        },
      },
      '/v1/blobs/{sha256}': {
        get: {
          operationId: 'blob',
          summary: 'A picture or another file by its content. It never changes: keep it.',
          parameters: [
            { name: 'sha256', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
          ],
          responses: {
            200: {
              description: 'The file. What is neither a picture nor text comes as `application/octet-stream`.',
              content: {
                'image/png': {},
                'image/jpeg': {},
                'application/json': {},
                'text/plain': {},
                'application/octet-stream': {},
              },
            },
            304: { description: '`If-None-Match` named it.' },
            400: faulty('`input.invalid`: not 64 hex digits'),
            403: faulty('`auth.forbidden`: needs the scope `observe`'),
            404: faulty('There is no such file.'),
            ...common,
          },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { [fault]: withCodes(schemaOf(contract, fault, refer), codes) },
    },
  };
}

const withCodes = (schema, codes) => ({
  ...schema,
  properties: { ...schema.properties, code: { ...schema.properties.code, enum: codes } },
});
