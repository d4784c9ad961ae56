import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the server wrote down: the truth that a run is judged by. */
export interface Registration {
  readonly name: string;
  readonly email: string;
  readonly city: string;
  readonly newsletter: boolean;
  readonly seats: string;
}

export interface RegistrationForm {
  readonly url: string;
  /** In the order they came. */
  readonly registrations: readonly Registration[];
  close(): Promise<void>;
}

const cities = ['Amsterdam', 'Berlin', 'Lisbon', 'Oslo'];

/** A real web form on loopback with a record of its own. It knows nothing of Karna. */
export async function serveRegistrationForm(): Promise<RegistrationForm> {
  const registrations: Registration[] = [];
  const server = createServer(async (request, response) => {
    const page = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(document(body));
    if (request.method === 'GET' && request.url === '/') return page(200, form);
    if (request.method !== 'POST' || request.url !== '/register') return page(404, '<h1>Not found</h1>');
    const sent = new URLSearchParams(await text(request));
    registrations.push({
      name: sent.get('name') ?? '',
      email: sent.get('email') ?? '',
      city: sent.get('city') ?? '',
      newsletter: sent.has('newsletter'),
      seats: sent.get('seats') ?? '',
    });
    page(200, `<h1>Thank you</h1><p>Registration number ${registrations.length} has been written down.</p>`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    registrations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const document = (body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Workshop registration</title>
<style>
  body { font: 16px/1.5 "DejaVu Sans", sans-serif; margin: 2rem auto; max-width: 34rem; color: #1c2430; background: #f6f7f9 }
  label { display: block; margin: .9rem 0 .25rem }
  input[type=text], input[type=email], select { width: 100%; box-sizing: border-box; font: inherit; padding: .45rem .6rem; border: 1px solid #8a94a3; border-radius: 6px; background: #fff }
  .check { display: flex; gap: .6rem; align-items: center; margin: 1.1rem 0 }
  .check label { margin: 0 }
  .check input { width: 1.1rem; height: 1.1rem }
  button { font: inherit; padding: .55rem 1.4rem; border: 0; border-radius: 6px; background: #1f5fbf; color: #fff }
</style>
</head>
<body>${body}</body>
</html>`;

const form = `<h1>Workshop registration</h1>
<form method="post" action="/register" autocomplete="off">
  <label for="name">Name</label><input type="text" id="name" name="name">
  <label for="email">E-mail</label><input type="email" id="email" name="email">
  <label for="city">City</label><select id="city" name="city"><option value="">Choose one</option>${cities
    .map((city) => `<option>${city}</option>`)
    .join('')}</select>
  <label for="seats">Seats</label><input type="text" id="seats" name="seats">
  <div class="check"><input type="checkbox" id="newsletter" name="newsletter"><label for="newsletter">Newsletter</label></div>
  <button>Register</button>
</form>`;
