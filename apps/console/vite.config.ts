import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const repository = join(import.meta.dirname, '../..');
const outDir = join(import.meta.dirname, 'dist/web');
// Whoever builds it, a test too: what is built is the product.
process.env.NODE_ENV = 'production';

/** All scripts together, as a browser fetches them (bytes, gzip). */
const maxScriptBytes = 350_000;

/** Writes each file packed, too, so that the gateway only has to choose; fails the build when the scripts grow too big. */
const packed = (): Plugin => ({
  name: 'packed',
  writeBundle(_, bundle) {
    let scripts = 0;
    for (const name of Object.keys(bundle).filter((one) => /\.(js|css|html)$/.test(one))) {
      const bytes = readFileSync(join(outDir, name));
      const gzip = gzipSync(bytes, { level: 9 });
      writeFileSync(join(outDir, `${name}.gz`), gzip);
      writeFileSync(join(outDir, `${name}.br`), brotliCompressSync(bytes));
      if (name.endsWith('.js')) scripts += gzip.byteLength;
    }
    if (scripts > maxScriptBytes)
      this.error(`the scripts have ${scripts} bytes when packed; the limit is ${maxScriptBytes}`);
  },
});

export default defineConfig({
  root: import.meta.dirname,
  // Workspace packages as they are: their sources. Not by the condition `source`, which React Aria has, too.
  resolve: {
    alias: [
      { find: /^@karna\/client\/screen-worker/, replacement: join(repository, 'packages/client/src/screen/worker.ts') },
      { find: /^@karna\/client$/, replacement: join(repository, 'packages/client/src/index.ts') },
      { find: /^@karna\/proto\/gen\/(.*)$/, replacement: join(repository, 'proto/src/gen/karna/$1.ts') },
      { find: /^@karna\/proto\/(.*)$/, replacement: join(repository, 'proto/src/$1.ts') },
    ],
  },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
  plugins: [packed()],
});
