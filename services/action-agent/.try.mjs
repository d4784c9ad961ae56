import { ScriptedGateway } from './src/testing/scripted-gateway.ts';
import { startAgent } from './src/app.ts';
import { agentConfig } from './src/config.ts';
import { loadConfig } from '@karna/common/config';
import { Lifecycle } from '@karna/common/lifecycle';
import { createLogger } from '@karna/common/log';
import { Batch } from '@karna/proto/gen/agent/v1/agent';
import fs from 'node:fs';
const g = await ScriptedGateway.start(); const life=new Lifecycle();
fs.rmSync('/tmp/agtry',{recursive:true,force:true});
const st = startAgent(loadConfig(agentConfig,'KARNA_AGENT_',{KARNA_AGENT_SERVER_URL:g.url,KARNA_AGENT_ENROL_CODE:'x',KARNA_AGENT_DATA_DIR:'/tmp/agtry',KARNA_AGENT_VIRTUAL:'true',KARNA_AGENT_DISPLAY:':75',KARNA_AGENT_SCREEN:'1000x700'}),createLogger('a','debug'),life);
const c = await g.welcome(); await st;
let n=0; const perform=async(actions,more={})=>{const t=performance.now();c.send({$case:'perform',value:Batch.create({id:'b'+n++,actions:actions.map(kind=>({kind})),...more})}); let r; for(;;){ try { r=await c.receive('result'); break } catch(e){ console.log('waiting..') } } console.log((performance.now()-t).toFixed(1),'ms',JSON.stringify({...r,frames:r.frames.map(f=>({...f,picture:f.picture.length}))})); r.frames.forEach((f,i)=>fs.writeFileSync(`/tmp/agtry/${r.batchId}-${i}.png`,f.picture)); return r};
const settle={$case:'settle',value:{quietMs:150,limitMs:5000}}, look={$case:'observe',value:{picture:true,windows:true}};
const launch=a=>({$case:'launch',value:{what:{$case:'application',value:a},limitMs:20000}});
const type=(text)=>({$case:'enterText',value:{text,method:'ENTRY_METHOD_UNSPECIFIED'}});
try { await (await import('./.script.mjs')).default({perform,settle,look,launch,type,c,g}); } catch(e){console.error(e)}
await life[Symbol.asyncDispose](); await g.close();
