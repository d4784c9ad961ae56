import { isBrief } from './brief.ts';
import { playIn } from './scenarios/play.ts';
import { openStandalone } from './world/index.ts';

playIn('standalone', openStandalone, { replays: !isBrief });
