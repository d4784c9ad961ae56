// Screens with planted secrets, and who finds them again: for tests of the whole system and for `bench`.
export { Dice } from './dice.ts';
export { card, email, hexString, iban, password, type Secret, type SecretKind, token } from './inventing.ts';
export { type Measured, type MeasuringOptions, measureRedaction } from './measuring.ts';
export { type Layout, type PlantedPage, plantedPage } from './pages.ts';
export { type Hidden, openPictureReader, type PictureReader } from './picture-reader.ts';
