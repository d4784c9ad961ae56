// How long from a client's message until the application has the key? The whole road (gateway, store, queue, language, plan, look, agent)
// beside the bare call of the agent's keyboard on the same display. The same client asking for the list of desktops shows what the road
// alone costs, without a desktop at its end.
import { XWitness } from '@karna/action-agent/witness';
import { quiet } from '@karna/common/log';
import { printTable, sideBySide, timed } from './side-by-side.ts';
import { openKarna } from './whole-karna.ts';

const rounds = 30;
const place = { x: 100, y: 60, width: 300, height: 240 };

export async function run({ json }: { json: boolean }): Promise<void> {
  await using open = new AsyncDisposableStack();
  const { client, display, desktop } = await openKarna(open);
  const window = open.adopt(await XWitness.open(display, 'Dispatch', place, quiet), (it) => it.close());
  const [own] = await desktop.windows.list();
  if (own) await desktop.windows.focus(own.id);

  const arrival = async (act: () => Promise<unknown>) => {
    const pressed = window.nextPress();
    const start = performance.now();
    const done = act();
    const took = (await pressed) - start;
    await done;
    return took;
  };
  const tap = async () => {
    await desktop.keyboard.down('a');
    await desktop.keyboard.up('a');
  };
  const say = async () => client.waitFor((await client.run('press a')).id);
  const rows = await sideBySide(
    [
      { name: 'client says "press a"', once: () => arrival(say) },
      { name: 'client says it, until verified', once: () => timed(say) },
      { name: 'client lists desktops', once: () => timed(() => client.desktops()) },
      { name: 'bare agent call', once: () => arrival(tap) },
    ],
    rounds,
  );
  if (json) console.log(JSON.stringify({ bench: 'dispatch', rows }));
  else
    printTable(
      'From the client’s message to the key at the application (ms)',
      rows.map((row) => ({ ...row, group: 'dispatch' })),
    );
}
