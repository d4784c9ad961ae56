import { startVirtualDesktop } from './src/adapters/virtual-desktop.ts';
import { createLogger } from '@karna/common/log';
const t=performance.now();
const d=await startVirtualDesktop({width:1280,height:720,log:createLogger('t','info'),display:':75'});
console.log(d.display,d.env,performance.now()-t);
if(process.argv[2]==='hang') await new Promise(()=>setInterval(()=>{},1000));
const t2=performance.now(); await d.close(); console.log('closed',performance.now()-t2);
