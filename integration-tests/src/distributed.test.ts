import { playIn } from './scenarios/play.ts';
import { openDistributed } from './world/index.ts';

playIn('distributed', (env) => openDistributed({ env }));
