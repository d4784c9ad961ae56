import type { Rephrasing } from './pattern.ts';

const kinds = (table: string): Rephrasing[] =>
  table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [said = '', plain = ''] = line.split(' -> ');
      return { said, plain };
    });

/** Other ways to say what the grammar reads, one a line. The first that fits, and whose plain words are understood, is taken. */
export const rephrasings: readonly Rephrasing[] = [
  ...kinds(`
    place|put|set the? cursor|caret in|into|on|inside|at {x} -> click {x}
    move the? cursor|caret into|in|inside {x} -> click {x}
    focus on? {x} -> click {x}
    click|tap in|into|inside the|my {x} -> click the {x}
    set|put|give the? focus to|on {x} -> click {x}
    move|bring|put|place the? mouse|pointer|cursor over|to|onto|on {x} -> hover over {x}
    hover the? mouse|pointer|cursor over|on|above {x} -> hover over {x}
    rest the? mouse|pointer on|over {x} -> hover over {x}
    give {x} a double click -> double-click {x}
    give {x} a right click -> right-click {x}
    close|dismiss|leave|confirm|end|finish {x} by|with {y} -> {y}
    give {x} a click -> click {x}
    do|make|perform a? left? click on|at {x} -> click {x}
    do|make|perform a? double click|double-click on|at {x} -> double-click {x}
    do|make|perform a? right click|right-click on|at {x} -> right-click {x}
    do|make|perform a? double-click|doubleclick on|at {x} -> double-click {x}
    do|make|perform a? right-click|rightclick on|at {x} -> right-click {x}
    use the? right mouse? button on {x} -> right-click {x}
    use the? middle mouse? button on {x} -> middle-click {x}
    with the right mouse? button ,? click on? {x} -> right-click {x}
    single click|click on? {x} -> click {x}
    single-click on? {x} -> click {x}
    switch|change|go|move|jump over? to the? {x} tab -> click the {x} tab
    activate|show|view|bring the? {x} tab -> click the {x} tab
    pull|drop|show|bring down|up? the? {x} menu -> click the {x} menu
    follow the? {x} link -> click the {x} link
    follow the? link {x} -> click the link called {x}
    expand|unfold|collapse|fold|unroll {x} -> click {x}
    press|push|hit down? on {x} -> click {x}
    press|push|hit|strike the? letter|digit {x} -> press the key {x}
    press|push|hit|strike the? letters|digits {x} -> press the keys {x}
    click|tap|press twice on {x} -> double-click {x}
    double tap|double-tap on? {x} -> double-click {x}
    click|tap|press one time|once on? {x} -> click {x}
    press|hit|push|strike twice {x} -> press {x} twice
    press|hit|push|strike {n:number} times {x} -> press {x} {n} times
    un tick|check {x} -> uncheck {x}
    pull|call|bring up {x} app|application -> open {x}
    enter|input {x} as the {y} -> type "{x}" into {y}
    open|show|display|call|bring up? the? context menu of|for|on {x} -> right-click {x}
    open|show|display the? context menu -> press the key Menu`),
  ...kinds(`
    type|enter|write|input the? following|this text? : {x} -> type {x}
    type|enter|write|input|insert the? word|words|text|number|phrase|sentence|value|letter|letters|digit|digits|character|characters|symbol|string {x} -> type {x}
    enter|type|put|input|fill in? my|the password|username|email|e-mail|pin|code|name {x} in|into {y} -> type "{x}" into {y}
    enter|input the|my password {x} -> type "{x}" into password
    enter|input the|my username {x} -> type "{x}" into username
    enter|input the|my email {x} -> type "{x}" into email
    enter|input the|my name {x} -> type "{x}" into name
    enter|input the|my pin {x} -> type "{x}" into pin
    enter|input the|my code {x} -> type "{x}" into code
    in|into|inside|under|at|for|as {place} ,? type|write|put|enter|insert|input in? {text} -> type "{text}" into {place}
    put|write|enter the? value {x} in|into {y} -> type "{x}" into {y}
    set the? value|text|content|contents of {x} to {y} -> set {x} to {y}
    change the? value|text|content|contents of {x} to {y} -> set {x} to {y}
    set {x} : {y} -> fill {x} with "{y}"
    set {x} as {y:quoted} -> fill {x} with {y}
    make the? {x} {y:quoted} -> fill {x} with {y}
    make the? {x} say|read {y:quoted} -> fill {x} with {y}
    give {x} the value {y} -> fill {x} with "{y}"
    append|add|insert {x:quoted} to|into|in|at {y} -> type {x} into {y}
    insert {x} into|in {y} -> type "{x}" into {y}
    put|place the? word|text|number|value {x} in|into {y} -> type "{x}" into {y}
    paste {x:quoted} into|in|to {y} -> type {x} into {y}
    search for {x} in|with|using {y:named} -> type "{x}" into {y}
    wipe|blank|reset out? {x} -> clear {x}
    make|leave {x} empty|blank -> clear {x}
    reset|set {x} to nothing|empty -> clear {x}
    delete|remove|erase everything|all in|from {x:named} -> clear {x}
    delete|remove|erase all? the? text|content|contents of|in|from {x} -> clear {x}
    put|enter|type|write my|the {x} in|into {y} : {z} -> type "{z}" into {y}
    write|type|put|enter into|in {x} : {y} -> type "{y}" into {x}`),
  ...kinds(`
    in|from|for|out {list} ,? choose|select|pick {x} -> select "{x}" from {list}
    opt for {x} in|from|for|under {y} -> select "{x}" from {y}
    go with|for {x} in|from {y} -> select "{x}" from {y}
    toggle on {x} -> turn on {x}
    toggle off {x} -> turn off {x}
    toggle {x} on -> turn on {x}
    toggle {x} off -> turn off {x}
    set {x} to on|checked|enabled -> turn {x} on
    set {x} to off|unchecked|disabled -> turn {x} off
    set the checkbox|switch|box {x} -> check {x}
    make sure that? {x} is|are checked|ticked|on|enabled|active|selected -> check {x}
    make sure that? {x} is|are not checked|ticked|on|enabled|active|selected -> uncheck {x}
    make sure that? {x} is|are unchecked|unticked|off|disabled|inactive|deselected -> uncheck {x}
    ensure that? {x} is|are checked|ticked|on|enabled|active|selected -> check {x}
    ensure that? {x} is|are unchecked|unticked|off|disabled|inactive|deselected -> uncheck {x}
    deselect|unselect|de-select {x} -> uncheck {x}
    put|place|set a tick|check|cross|checkmark|tick-mark in|at|on|next {x} -> check {x}
    put|place|set a check|tick mark in|at|on {x} -> check {x}
    remove the tick|check|cross|checkmark from|in {x} -> uncheck {x}`),
  ...kinds(`
    use|do|send|try|issue|apply the? key|keyboard? shortcut|combination|keys {x} -> press the keys {x}
    use|do|send|try|issue {x} -> press the keys {x}
    go|move|jump|page further? down -> scroll down
    go|move|jump|page further? up -> scroll up
    go|move|jump down {x} -> scroll down {x}
    go|move|jump up {x} -> scroll up {x}
    move|go down|up the page -> scroll down
    go|jump|get|move|return back? to the? very? top|start|beginning of? the? page? -> scroll to the top
    go|jump|get|move|return back? to the? very? bottom|end of? the? page? -> scroll to the bottom
    scroll back {x} -> scroll {x}
    scroll to down|downwards -> scroll down
    scroll to up|upwards -> scroll up
    scroll some more -> scroll down
    scroll further|more -> scroll down
    continue scrolling {x} -> scroll {x}`),
  ...kinds(`
    take|bring|get me to {x} -> go to {x}
    load|show|display me? the? page|site|website? {x} -> go to {x}
    switch over? to {x} -> open {x}
    move the card|file|item|element|icon|row|tile {x} to|into|onto|on|over {y} -> drag {x} onto {y}
    move {x:quoted} to|into|onto|on|over {y} -> drag {x} onto {y}
    move {x} into|onto {y} -> drag {x} onto {y}
    pull {x} over? to|onto|into|on {y} -> drag {x} onto {y}
    drop|throw {x} on|onto|into|in {y} -> drag {x} onto {y}
    drag {x} and drop it? on|onto|into|in|to {y} -> drag {x} onto {y}`),
  ...kinds(`
    pause|sleep|rest|hold for? {x} -> wait {x}
    wait|pause|sleep for about? {x} -> wait {x}
    give it {x} -> wait {x}
    show|tell|give me the? value|text|content|contents of {x} -> read out {x}
    how much|high|large is|are {x} -> what is {x}
    which|what value does {x} have|show|hold -> read out {x}
    what value is in {x} -> read out {x}
    what|which text is in|on {x} -> read out {x}
    what is the? value in|of {x} -> read out {x}`),
];
