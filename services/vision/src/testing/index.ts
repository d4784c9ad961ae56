// Labelled pictures and how well they are seen: for benches and for the quality gate.
export { locate } from '../domain/locating.ts';
export type { Screen } from '../domain/screen.ts';
export { element, screenOf } from './hand-made.ts';
export {
  type Detection,
  type ElementFigures,
  type ElementsSeen,
  elementFigures,
  mostDetections,
  shortRole,
} from './scoring/average-precision.ts';
export { type BareNetworks, openBareNetworks } from './scoring/bare-networks.ts';
export { absentFrom, type Description, descriptionsOf } from './scoring/descriptions.ts';
export { type FindFigures, type Found, findFigures } from './scoring/finding.ts';
export {
  type Gate,
  type GateFigures,
  gateAround,
  gateFaults,
  gateFigures,
  gateFolder,
} from './scoring/gate.ts';
export { type Looked, lookAtAll, openVision, type VisionCalls, type Watching } from './scoring/looking.ts';
export { type StateFigures, stateFigures } from './scoring/state-accuracy.ts';
export { readTruths, type TrueElement, type TrueWord, type Truth, type TruthFault } from './scoring/truth.ts';
export {
  exactShare,
  judgeWords,
  type ReadWord,
  type WordFigures,
  type WordOutcome,
  type WordsJudged,
  type WordsSeen,
  wordFigures,
} from './scoring/word-accuracy.ts';
