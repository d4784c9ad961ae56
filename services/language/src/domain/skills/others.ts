/** Wishes that no skill is for, and commands that the grammar reads: a classifier has to have seen that there are others. */
export const otherWishes: readonly string[] = `
what is the weather like today|tell me a joke|who won the game last night|how are you|what time is it|sing a song
how tall is mount everest|translate good morning into french|what is the meaning of life|i love you|set an alarm for seven
remind me to call my mother|play some music|turn the lights on in the kitchen|order a pizza|how do i get to the station
what should i cook tonight|tell me something interesting|why is the sky blue|who are you|what is your name|good night
is it going to rain tomorrow|how much is a flight to rome|what is the capital of peru|recommend a book|call a taxi
what are you doing|how old are you|flip a coin|roll a dice|count to ten|spell necessary|what is two plus two|stop talking
click the save button|type hello into the name field|press enter|scroll down|open the calculator|go to example.com
select berlin from the city list|check the newsletter box|drag the card to done|wait until done appears|read out the total
press control c|close this window|double click the first row|clear the search field|turn off the wifi switch|undo that
right click the icon|hover over help|scroll to the bottom|click the second link|press tab three times|copy the text`
  .trim()
  .split(/[|\n]/)
  .map((wish) => wish.trim());
