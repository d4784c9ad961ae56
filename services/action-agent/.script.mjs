export default async ({perform,settle,look,launch,type,c})=>{
 const o=await perform([launch('xterm'),settle]);
  const path = Array.from({ length: 40 }, (_, i) => ({ x: i % 2 === 0 ? 100 : 800, y: 100 + i * 5 }));
  const drag= { $case: 'dragAlong', value: { path, button: 'MOUSE_BUTTON_LEFT', modifiers: ['Shift'] } };
  const r=perform([drag]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  c.send({ $case: 'halt', value: { id: 'halt_1' } });
  console.log(await r, await c.receive('halted'));
}
