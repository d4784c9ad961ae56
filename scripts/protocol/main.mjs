// The documents of the protocol, from the contract and the gateway's defaults. `--check`: are the kept ones still right?
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv';
import { errorCodes } from '../../proto/src/errors.ts';
import { closeCodeOf } from '../../services/gateway/src/channels/close-codes.ts';
import { protocols } from '../../services/gateway/src/channels/wire.ts';
import { root } from '../bootstrap/processes.mjs';
import { asyncapi } from './asyncapi.mjs';
import { channels } from './channels.mjs';
import { readContract } from './contract.mjs';
import { openapi } from './openapi.mjs';
import { reference } from './reference.mjs';

const folder = join(root, 'docs', 'protocol');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contract = readContract();
const codes = Object.keys(errorCodes);
const documents = {
  'asyncapi.json': asyncapi(contract, channels, version),
  'openapi.json': openapi(contract, version, codes),
};
await requireValid(documents);
requireAllAddresses(documents);
const files = {
  ...Object.fromEntries(
    Object.entries(documents).map(([name, value]) => [name, `${JSON.stringify(value, null, 1)}\n`]),
  ),
  'README.md': reference(contract, channels, { protocols, codes: errorCodes, closeCodeOf }),
};

if (process.argv.includes('--check')) {
  const old = Object.entries(files).filter(([name, text]) => kept(name) !== text);
  if (old.length > 0) {
    const names = old.map(([name]) => `docs/protocol/${name}`).join(', ');
    process.stderr.write(`out of step with the contract: ${names}; run: npm run gen\n`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function kept(name) {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

async function requireValid({ 'asyncapi.json': channelsDocument, 'openapi.json': httpDocument }) {
  const schema = JSON.parse(readFileSync(join(root, 'node_modules/@asyncapi/specs/schemas/3.0.0.json'), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, meta: false, validateSchema: false });
  if (!ajv.validate(schema, channelsDocument)) {
    throw new Error(`asyncapi.json is no AsyncAPI document: ${ajv.errorsText(ajv.errors?.slice(0, 5))}`);
  }
  const { valid, errors } = await new Validator().validate(httpDocument);
  if (!valid) throw new Error(`openapi.json is no OpenAPI document: ${JSON.stringify(errors).slice(0, 2000)}`);
}

// Every address that the gateway answers at is in one of the documents.
function requireAllAddresses({ 'asyncapi.json': { channels: described }, 'openapi.json': { paths } }) {
  const source = (file) => readFileSync(join(root, 'services/gateway/src', file), 'utf8');
  const doors = [...source('channels/upgrade.ts').matchAll(/'(\/v1\/[a-z]+)'/g)].map(([, address]) => address);
  const routes = [...source('handlers/http.ts').matchAll(/path: \/\^\\\/(v1\\\/[a-z]+|healthz)/g)].map(
    ([, path]) => `/${path.replaceAll('\\', '')}`,
  );
  const known = [...Object.values(described).map(({ address }) => address), ...Object.keys(paths)];
  const missing = [...doors, ...routes].filter(
    (address) => !known.some((one) => one === address || one.startsWith(`${address}/`)),
  );
  if (doors.length === 0 || routes.length === 0)
    throw new Error('the addresses of the gateway are written in another way now');
  if (missing.length > 0) throw new Error(`scripts/protocol does not describe ${missing.join(', ')}`);
}
