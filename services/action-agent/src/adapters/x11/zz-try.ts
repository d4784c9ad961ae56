import { openXRig } from '../contract/x-rig.ts';
import { openX11Desktop } from './open.ts';
import { XConnection } from './connection.ts';
const proto = XConnection.prototype as any;
const orig = proto.onEvent; 
let t0=0; let seen = new Set(); let trace: string[]=[];
(globalThis as any).pagelog=(x:string)=>trace.push((performance.now()-t0).toFixed(0)+' PAGE '+x);
proto.onEvent = function(l: any){ return orig.call(this,(e:any)=>{ if(e.name==='SelectionRequest' && !seen.has(e)) { seen.add(e); const at=(performance.now()-t0).toFixed(0); this.ask((c:any,d:any)=>c.GetAtomName(e.target,d)).then((n:any)=>trace.push(at+' '+n)); } l(e); }); };
const rig = await openXRig(':74', openX11Desktop);
const f = await rig.field(); const d = rig.desktop;
for (let i=0;i<Number(process.argv[2] ?? 20);i++) {
await d.windows.focus((await d.windows.list()).find(w=>w.title===rig.witness.title)!.id);
await d.pointer.move(f.at); await d.pointer.down('left'); await d.pointer.up('left'); await f.clear(); await d.screen.quietFor(100,2000,new AbortController().signal);
t0=performance.now(); trace=[]; let msg='';
const text='x'.repeat(5000)+i;
try { await d.clipboard.borrow(text, async()=>{ for (const k of ['Control','v']) await d.keyboard.down(k); for (const k of ['v','Control']) await d.keyboard.up(k); trace.push((performance.now()-t0).toFixed(0)+' keys done'); }); } catch (e: any) { msg=e.message; }
trace.push((performance.now()-t0).toFixed(0)+'borrow ended');
await new Promise(r=>setTimeout(r,500)); const got=(await f.text());
if (got!==text || i===0) console.log(i, got===text? 'good':'BAD', got.length, msg, trace.join('; '), (await d.windows.list()).map(w=>w.application+(w.active?'*':'')));
}
await rig.close();
