import { playIn } from './scenarios/play.ts';
import { openStandalone } from './world/index.ts';

playIn('standalone', openStandalone);
