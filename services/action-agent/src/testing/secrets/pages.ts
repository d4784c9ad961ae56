import type { Dice } from './dice.ts';
import {
  card,
  email,
  hexString,
  iban,
  jwt,
  keyKinds,
  password,
  pin,
  privateKey,
  type Secret,
  token,
} from './inventing.ts';
import { aLook, type Look, styleOf } from './looks.ts';

/** A page with secrets planted in it; each carries its place in `secrets` as `data-secret`. */
export interface PlantedPage {
  readonly layout: string;
  readonly html: string;
  readonly look: Look;
  readonly secrets: readonly Secret[];
}

interface Bed {
  readonly dice: Dice;
  readonly look: Look;
  /** Remembers the secret and gives its HTML. */
  plant(secret: Secret): string;
  /** The same as the value of a field. */
  plantField(secret: Secret, attributes?: string): string;
}

const layouts = { form, login, checkout, table, keyValues, terminal, environment, mail, keys, chat } as const;
export type Layout = keyof typeof layouts;
export const layoutNames = Object.keys(layouts) as [Layout, ...Layout[]];

export function plantedPage(dice: Dice, layout: Layout): PlantedPage {
  const look = aLook(dice);
  const secrets: Secret[] = [];
  const remember = (secret: Secret) => secrets.push(secret) - 1;
  const bed: Bed = {
    dice,
    look,
    plant: (secret) => `<span data-secret="${remember(secret)}">${escaped(secret.text)}</span>`,
    plantField: (secret, attributes = '') =>
      `<input data-secret="${remember(secret)}" value="${escaped(secret.text)}" ${attributes} spellcheck="false">`,
  };
  const body = layouts[layout](bed);
  const html = `<!doctype html><meta charset="utf-8"><style>${styleOf(look)}</style>${body}`;
  return { layout, html, look, secrets };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Nobody who has an address in `inventing.ts`: these names stand on pages openly. */
const people = ['Jane Austen', 'Mary Shelley', 'Emily Bronte', 'Mark Twain', 'Franz Kafka', 'Selma Lagerlof'] as const;
const cities = ['Oslo', 'Berlin', 'Lisbon', 'Toronto', 'Kyoto', 'Nairobi', 'Buenos Aires'] as const;
const sentences = [
  'The quarterly report was sent to everyone on the team before noon.',
  'Please check the invoice from March and tell us whether the amount is right.',
  'Delivery is expected between Tuesday and Thursday of next week.',
  'Your password must have at least twelve characters and one digit.',
  'We will never ask for your PIN or for your password by telephone.',
  'The build took 4 minutes and 12 seconds on two machines.',
  'Room 204 is free from 14:30 to 16:00 on 2026-03-17.',
  'See https://www.example.com/help/getting-started for more.',
] as const;
const date = (dice: Dice): string =>
  `2026-${String(dice.whole(1, 12)).padStart(2, '0')}-${String(dice.whole(1, 28)).padStart(2, '0')}`;
const amount = (dice: Dice): string => `${dice.whole(1, 9)},${dice.whole(100, 999)}.${dice.whole(10, 99)}`;
const top = (title: string): string =>
  `<header><b>${title}</b><a href="#">Home</a><a href="#">Orders</a><a href="#">Settings</a><a href="#">Sign out</a></header>`;

/** An ordinary field that is no secret. */
const plain = (name: string, value: string): string => `<div><label>${name}</label><input value="${value}"></div>`;

function form({ dice, plantField }: Bed): string {
  const style = dice.one(['', 'beside', 'grid', 'under']);
  const field = (name: string, secret: Secret, kind = 'text') =>
    `<div><label>${name}</label>${plantField(secret, `type="${kind}"`)}</div>`;
  const fields = dice.shuffled([
    field('E-mail', email(dice), 'email'),
    field(dice.one(['Card number', 'Credit card']), card(dice)),
    field('IBAN', iban(dice)),
    field(dice.one(['API key', 'Access token', 'Client secret']), token(dice)),
    plain('Full name', dice.one(people)),
    plain('City', dice.one(cities)),
    plain('Order number', `A-${dice.whole(10000, 99999)}`),
    plain('Birthday', date(dice)),
    plain('Phone', `+49 30 ${dice.whole(100000, 999999)}`),
  ]);
  return `${top('Account')}<main class="${style}"><h1>Your details</h1>${fields.join('')}<p><button>Save</button> <a href="#">Cancel</a></p></main>`;
}

const passwordNames = [
  'Password',
  'New password',
  'Current password',
  'Passphrase',
  'Passwort',
  'Mot de passe',
  'Contrasena',
  'Senha',
  'Wachtwoord',
  'Repeat password',
] as const;

function login({ dice, plantField }: Bed): string {
  const shown = (name: string, secret: Secret, kind: string) =>
    dice.isLucky(0.4)
      ? `<div>${plantField(secret, `type="${kind}" placeholder="${name}"`)}</div>`
      : `<div><label>${name}</label>${plantField(secret, `type="${kind}"`)}</div>`;
  // Without a label or a placeholder that still shows, revealed text is just text: those are hidden.
  const labelled = (name: string, secret: Secret) =>
    `<div><label>${name}</label>${plantField(secret, `type="${dice.one(['text', 'password'])}"`)}</div>`;
  const style = dice.one(['', 'beside', 'grid', 'under']);
  return `${top('Sign in')}<main class="${style}"><h1>Welcome back</h1>
    ${plain('User name', dice.one(people).toLowerCase().replace(' ', ''))}
    ${labelled(dice.one(passwordNames), password(dice))}
    ${labelled(dice.one(passwordNames), password(dice))}
    ${shown(dice.one(passwordNames), password(dice), 'password')}
    ${labelled(dice.one(['PIN', 'PIN code', 'Security code', 'CVV', 'CVC']), pin(dice))}
    <p><button>Sign in</button> <a href="#">Forgot your password?</a></p><p>${dice.one(sentences)}</p></main>`;
}

function checkout({ dice, plantField, plant }: Bed): string {
  return `${top('Checkout')}<main><h1>Payment</h1><div class="grid">
    <div class="card"><h2>Pay by card</h2>
      <label>Name on card</label><input value="${dice.one(people)}">
      <label>Card number</label>${plantField(card(dice))}
      <label>Valid until</label><input style="width:6em" value="0${dice.whole(1, 9)}/${dice.whole(27, 33)}">
      <label>CVC</label>${plantField({ kind: 'pin', text: dice.text(3, '0123456789') }, 'style="width:5em"')}</div>
    <div class="card"><h2>Your order</h2>
      ${Array.from({ length: 4 }, () => `<p>${dice.whole(1, 9)} x Article ${dice.whole(100, 999)} <b>${amount(dice)} EUR</b></p>`).join('')}
      <p>Total ${amount(dice)} EUR</p><p>Receipt to ${plant(email(dice))}</p>
      <p>Refunds go to ${plant(iban(dice))}</p><p>Last paid with ${plant(card(dice))}</p></div></div>
    <p><button>Pay now</button></p><p>${dice.one(sentences)}</p></main>`;
}

function table({ dice, plant, look }: Bed): string {
  const rows = Math.max(3, Math.floor(430 / look.scale / (look.size * 1.45 + 2 * look.pad)));
  const second = dice.one([card, iban]);
  const body = Array.from(
    { length: rows },
    () =>
      `<tr><td>${dice.whole(1000, 9999)}</td><td>${dice.one(people)}</td><td>${plant(email(dice))}</td><td>${plant(second(dice))}</td><td>${date(dice)}</td><td>${amount(dice)}</td></tr>`,
  );
  return `${top('Customers')}<main><h1>Customers</h1><table><tr><th>No.</th><th>Name</th><th>E-mail</th><th>${second === card ? 'Card' : 'Account'}</th><th>Since</th><th>Turnover</th></tr>${body.join('')}</table><p>${rows} of ${dice.whole(50, 900)} rows</p></main>`;
}

function keyValues({ dice, plant }: Bed): string {
  const row = (name: string, value: string) => `<tr><td>${name}</td><td>${value}</td></tr>`;
  const rows = dice.shuffled([
    row('Host', `db${dice.whole(1, 9)}.example.net`),
    row('Port', String(dice.whole(1000, 9999))),
    row('User', 'service'),
    row('Password', plant(password(dice))),
    row('Secret', plant(password(dice))),
    row('API token', plant(token(dice))),
    row('PIN', plant(pin(dice))),
    row('Fingerprint', plant(hexString(dice))),
    row('Owner', plant(email(dice))),
    row('Version', `${dice.whole(1, 9)}.${dice.whole(0, 20)}.${dice.whole(0, 9)}`),
    row('Created', date(dice)),
  ]);
  return `${top('Credentials')}<main><h1>Connection</h1><table style="width:auto">${rows.join('')}</table><p>${dice.one(sentences)}</p></main>`;
}

function terminal({ dice, plant }: Bed): string {
  const prompt = `<span style="color:#7ee787">user@host</span>:<span style="color:#79c0ff">~/work</span>$ `;
  const keyKind = dice.one(keyKinds);
  const lines = [
    `${prompt}git log --oneline -3`,
    `${hexPrefix(dice)} Make the list shorter`,
    `${hexPrefix(dice)} Write the second test first`,
    `${prompt}export API_TOKEN=${plant(token(dice))}`,
    `${prompt}curl -H "Authorization: Bearer ${plant(jwt(dice))}" https://api.example.com/v1/items`,
    `{"id": ${dice.whole(100, 999)}, "name": "${dice.one(cities)}", "ok": true}`,
    `${prompt}sha1sum archive.tar`,
    `${plant(hexString(dice))}  archive.tar`,
    `${prompt}cat ~/.ssh/id_test`,
    `-----BEGIN ${keyKind}-----`,
    plant(privateKey(dice)),
    `-----END ${keyKind}-----`,
    `${prompt}git config user.email ${plant(email(dice))}`,
    `${prompt}psql "host=db password=${plant(password(dice))} user=app"`,
    `${prompt}ls -l`,
    `-rw-r--r-- 1 user user ${dice.whole(100, 9999)} Mar 17 14:30 notes.txt`,
    prompt,
  ];
  return `<pre style="height:100vh">${lines.join('\n')}</pre>`;
}

const hexPrefix = (dice: Dice): string => dice.text(7, '0123456789abcdef');

function environment({ dice, plant }: Bed): string {
  const lines = dice.shuffled([
    'NODE_ENV=production',
    `PORT=${dice.whole(1000, 9999)}`,
    `DB_PASSWORD=${plant(password(dice))}`,
    `SECRET_KEY=${plant(token(dice))}`,
    `STRIPE_KEY=${plant(token(dice))}`,
    `GITHUB_TOKEN="${plant(token(dice))}"`,
    `SESSION_SECRET='${plant(hexString(dice))}'`,
    `ADMIN_EMAIL=${plant(email(dice))}`,
    `admin_passwd: ${plant(password(dice))}`,
    'LOG_LEVEL=info',
    'CACHE_DIR=/var/cache/application/pictures',
    `# changed on ${date(dice)}`,
  ]);
  return `${top('Editor: .env')}<main><div class="card mono">${lines.map((line) => `<div>${line}</div>`).join('')}</div></main>`;
}

function mail({ dice, plant }: Bed): string {
  return `${top('Mail')}<main><h1>Re: access for the new colleague</h1>
    <p>From: ${plant(email(dice))}<br>To: ${plant(email(dice))}, ${plant(email(dice))}<br>Date: ${date(dice)}</p><div class="card">
    <p>Hello ${dice.one(people)},</p><p>${dice.one(sentences)} ${dice.one(sentences)}</p>
    <p>Here is the account that you asked for. Password: ${plant(password(dice))}</p>
    <p>Please transfer the deposit to ${plant(iban(dice))} before ${date(dice)}. ${dice.one(sentences)}</p>
    <p>The company card is ${plant(card(dice))} and the key for the interface is ${plant(token(dice))}, do not pass it on.</p>
    <p>${dice.one(sentences)} Or write to ${plant(email(dice))} when something is unclear.</p><p>Best regards<br>${dice.one(people)}</p></div></main>`;
}

function keys({ dice, plant }: Bed): string {
  const one = () =>
    `<div class="card"><b>${dice.one(['Production', 'Staging', 'Backup', 'Reporting'])} key</b> <small>created ${date(dice)}</small><p class="mono">${plant(token(dice))}</p><a href="#">Revoke</a> <a href="#">Copy</a></div>`;
  return `${top('Developer settings')}<main><h1>API keys</h1>${one()}${one()}${one()}<p>${dice.one(sentences)}</p><p>Webhook secret: <code>${plant(hexString(dice))}</code></p></main>`;
}

function chat({ dice, plant }: Bed): string {
  const say = (who: string, words: string) =>
    `<p><b>${who}</b> <small>${dice.whole(8, 18)}:${dice.whole(10, 59)}</small><br>${words}</p>`;
  return `${top('Messages')}<main>
    ${say('Jane', `${dice.one(sentences)}`)}
    ${say('Mary', `my mail is ${plant(email(dice))} and the wifi password: ${plant(password(dice))}`)}
    ${say('Jane', `try this one: ${plant(token(dice))}`)}
    ${say('Mark', `${dice.one(sentences)} The door PIN: ${plant(pin(dice))}`)}
    ${say('Mary', `please use my card ${plant(card(dice))}, ${dice.one(sentences)}`)}
    ${say('Jane', `account: ${plant(iban(dice))}`)}
    <p><input placeholder="Write a message"> <button>Send</button></p></main>`;
}
