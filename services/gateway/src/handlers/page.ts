import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 3rem auto; max-width: 42rem; padding: 0 1.5rem }
h1 { font-size: 1.6rem } code { font-size: .95em } pre { padding: 1rem; overflow-x: auto; border: 1px solid; border-radius: 6px; opacity: .85 }
td { padding: .2rem 1.2rem .2rem 0; vertical-align: top }
`;

/** The page's own style sheet is the only thing it may load. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** What somebody sees who opens the gateway's address in a browser. */
export const page = (version: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Karna gateway</title>
<style>${style}</style>
</head>
<body>
<h1>This is a Karna gateway</h1>
<p>Karna is a self-hosted desktop assistant: say what to do, and an agent does it on a real desktop, checks that it worked, and
stops rather than guess. This address is its door for programs; the files of its web console are not here (
<code>KARNA_GATEWAY_CONSOLE_DIR</code> names their folder).</p>
<h2>Connect</h2>
<pre>npx karna run "open the calculator"
npx karna desktops
npx karna status</pre>
<table>
<tr><td><code>POST /v1/session</code></td><td>trades a one-time token for a lasting one</td></tr>
<tr><td><code>/v1/control</code></td><td>WebSocket: commands, tasks, and facts about them</td></tr>
<tr><td><code>/v1/status</code></td><td>WebSocket: how services and desktops are</td></tr>
<tr><td><code>/v1/agent</code></td><td>WebSocket: for agents on desktops</td></tr>
<tr><td><code>GET /v1/blobs/{sha256}</code></td><td>pictures that tasks refer to</td></tr>
<tr><td><code>GET /v1/version</code></td><td>version and protocols</td></tr>
</table>
<p>Everything but this page, <code>/healthz</code> and <code>/v1/version</code> needs a token in the
<code>Authorization</code> header. Version ${version}.</p>
</body>
</html>
`;
