import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Dice, type Hidden, password, plantedPage, token } from '@karna/action-agent/planted-secrets';

/** Pages with secrets planted in them, on loopback. */
export interface PlantedSite {
  readonly pages: readonly string[];
  /** Passwords that hide, and show at a click on "Reveal"; a page title and a corner that are secret. */
  readonly vault: string;
  readonly secrets: readonly Hidden[];
  close(): Promise<void>;
}

const layouts = ['checkout', 'login', 'keyValues', 'environment', 'mail', 'table'] as const;

/** Windows of this name keep their lower right corner to themselves, as a setting of the agent says. */
export const cornerRegion = '*Vault*@55%,60%,45%,40%';

export async function servePlanted(seed: number): Promise<PlantedSite> {
  const dice = new Dice(seed);
  const planted = layouts.map((layout) => plantedPage(dice, layout));
  const vault = vaultPage(dice);
  const pages = [vault.html, ...planted.map(({ html, look }) => `<style>html { zoom: ${look.scale} }</style>${html}`)];
  const server = createServer(({ url }, response) => {
    const page = pages[Number(url?.slice(1))];
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page ?? '');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const at = (page: number) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${page}`;
  return {
    pages: planted.map((_, index) => at(index + 1)),
    vault: at(0),
    secrets: [...vault.secrets, ...planted.flatMap(({ secrets }) => secrets)],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function vaultPage(dice: Dice): { readonly html: string; readonly secrets: readonly Hidden[] } {
  const [labelled, hinted, title] = [password(dice).text, `${password(dice).text}-${dice.whole(10, 99)}`, token(dice)];
  const pin = dice.text(8, '123456789');
  const corner = `${dice.text(4, 'bdgklmn')}aquila${dice.text(4, 'bdgklmn')}`;
  const html = `<!doctype html><meta charset="utf-8"><title>Vault ${title.text}</title>
    <style>body { font: 16px/1.5 'DejaVu Sans', sans-serif; margin: 24px } label, input { display: block; font: inherit }
      input { width: 20em; margin: 0 0 12px; padding: 5px } button { font: inherit; padding: 6px 18px }</style>
    <h1>My vault</h1>
    <label for="a">Password</label><input id="a" type="password" value="${labelled}">
    <input id="b" type="password" placeholder="Passphrase" value="${hinted}">
    <label for="c">PIN</label><input id="c" value="${pin}">
    <button onclick="a.type = b.type = 'text'">Reveal</button>
    <p style="position: fixed; right: 24px; bottom: 24px">${corner}</p>`;
  const secrets = [labelled, hinted].map((text) => ({ kind: 'password', text }));
  return { html, secrets: [...secrets, { kind: 'pin', text: pin }, { kind: 'corner', text: corner }, title] };
}
