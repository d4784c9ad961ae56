import { type Phrase, phrases } from '../phrase.ts';

/** What begins like a command and says something else. What is on the screen and called so is said with a capital, in quotes or with its kind. */
const idioms = phrases(
  ...`press charges|press the flesh|press your luck
  |open a discussion|open the discussion|open a debate|open negotiations|open talks|open an investigation|open fire|open the floor|open your heart|open your mind
  |open up|open a can of worms|open air|open source|open source software|open house
  |close a deal|close the deal|close the gap|close ranks|close in|close your eyes|close quarters
  |hit the road|hit the gym|hit the books|hit the sack|hit the hay|hit the jackpot|hit the brakes|hit the town|hit the beach|hit the roof|hit the bottle
  |push your luck|push the envelope|push the limits|push the boat out|push and shove
  |pick a fight|pick your battles|pick sides|pick up the pace|pick your brain|pick my brain|choose sides|choose your battles|choose your words
  |drag your feet|drag my feet|check your facts|check your privilege|check the facts
  |set sail|set the tone|set the stage|set the table|set an example|set the record straight|set foot in
  |fill the void|fill the gap|fill the tank|fill me in|clear the air|clear your throat|clear your mind|clear customs|clear the table
  |enter politics|enter a competition|enter a contest|enter into force|enter the fray|drop the ball|drop the subject|drop a hint|drop me a line
  |wait and see|wait tables|wait your turn|read the room|read between the lines|read my lips|tap dance|tap water|move mountains|move house
  |switch sides|switch gears|turn a blind eye|turn the tables|turn over a new leaf|turn the corner|hold your horses|hold hands|run errands|run a risk
  |start a family|start a fire|start from scratch|type in capitals|type in bold|type in italics|type in uppercase|type in lowercase|type in all caps`
    .split('|')
    .map((idiom) => idiom.trim()),
);

export function isIdiom(phrase: Phrase): boolean {
  const words = phrase.trimmed();
  const isPlain = words.tokens.every(({ value, low }, at) => at === 0 || value === low);
  return isPlain && words.match(idioms)?.length === words.length;
}
