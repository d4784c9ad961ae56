import { describeDesktop } from '../contract/desktop-contract.ts';
import { openXRig } from '../contract/x-rig.ts';
import { openNutDesktop } from './open.ts';

describeDesktop('nut', () => openXRig(':72', openNutDesktop), {
  missingKeys: ['Menu', 'Pause', 'é'],
  everydayProgram: { said: 'calculator', application: /galculator/i },
});
