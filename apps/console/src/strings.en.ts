// Every word that the console says of its own. What Karna says about a task comes from its services.
import type { ConnectionState } from '@karna/client';
import type { AuditRecord, RetentionEffect } from '@karna/proto/gen/access/v1/access';

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const handsReason: Readonly<Record<string, string>> = {
  person: ' to the person at the desktop',
  task: ' to a task',
  halt: ': the desktop was halted',
  silence: ': nothing was heard of them',
  taken_over: ': somebody took over',
  connection: ': the desktop was disconnected',
};

export const t = {
  name: 'Karna',
  pages: {
    desk: 'Desk',
    skills: 'Skills',
    teach: 'Teach',
    history: 'History',
    desktops: 'Desktops',
    health: 'Health',
    settings: 'Settings',
  },
  skipToContent: 'Skip to content',
  navigation: 'Pages',
  loading: 'Loading …',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  remove: 'Remove',
  more: 'Show more',
  copy: 'Copy',
  copied: 'Copied',
  never: 'never',
  dash: '–',
  error: {
    whatToDo: 'What to do:',
    incident: (id: string) => `Incident ${id}`,
    unforeseen: 'Something in the console failed.',
  },
  connection: {
    state: {
      connecting: 'Connecting',
      live: 'Live',
      'catching-up': 'Catching up',
      offline: 'Offline',
    } satisfies Record<ConnectionState, string>,
    offlineNote: 'The gateway cannot be reached. What you see may be old; the console connects again by itself.',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Open the address that `npm start` prints, or paste it, or a token, here.',
    label: 'Address or token',
    button: 'Sign in',
    working: 'Signing in …',
    waiting: 'The gateway does not answer. Trying again …',
    out: 'Sign out',
  },
  halt: {
    button: 'Halt',
    hint: 'Stops everything on this desktop (Escape twice)',
    done: (tasks: number) => (tasks === 0 ? 'Halted. No task was running.' : `Halted ${plural(tasks, 'task')}.`),
  },
  desktop: {
    label: 'Desktop',
    none: 'No desktop is enrolled yet.',
    enrolFirst: 'Enrol one under Desktops',
    online: 'online',
    offline: 'offline',
  },
  desk: {
    picture: (name: string) => `The screen of ${name}`,
    screenState: {
      connecting: 'Connecting',
      'catching-up': 'Catching up',
      live: 'Live',
      offline: 'Picture is old',
      closed: 'Closed',
    },
    veiled: 'Parts are coarse until they were checked for secrets.',
    takeHands: 'Take control',
    giveBack: 'Give control back',
    handsOf: (who: string) => `${who} has control`,
    handsNote:
      'Pointer and keys go to the desktop, Tab too. The button above, or Escape twice, gives control back; Escape twice also halts.',
    starting: 'Getting the picture …',
    away: 'This desktop is offline: start its agent to see it.',
    full: '100 %',
    fullScreen: 'Full screen',
    sayLabel: 'Say what to do',
    sayPlaceholder: 'Open the text editor and type "Hello"',
    say: 'Do it',
    dryRun: 'Dry run',
    dryRunHint: 'Only show what it would do',
    working: 'Working it out …',
    suggestions: 'Suggestions',
    fromSkill: 'skill',
    fromHistory: 'said before',
    nothingYet: 'Nothing was said to this desktop yet. Say what to do below, or teach something.',
    conversation: 'Conversation',
    waiting: 'Wait for you',
    youSaid: 'You said',
  },
  task: {
    steps: 'Steps',
    pause: 'Pause',
    resume: 'Resume',
    halt: 'Halt task',
    cancel: 'Cancel task',
    undo: 'Take back',
    approve: 'Approve',
    refuse: 'Refuse',
    approveTitle: 'This needs your approval',
    cannotBeUndone: 'cannot be taken back',
    optional: 'optional',
    sensitive: 'kept from pictures',
    takesBack: 'takes back',
    sure: (confidence: number) => `${Math.round(confidence * 100)} % sure`,
    seconds: (seconds: number) => `${seconds.toFixed(1)} s`,
    unseen: 'no visible effect',
    before: 'Before',
    after: 'After',
    pictureOf: (which: string, sentence: string) => `${which}: ${sentence}`,
    answerLabel: 'Your answer',
    answerSecret: 'Your answer (it is not kept)',
    answer: 'Answer',
    pick: 'Pick it on the picture',
    pickHint:
      'Click the right element, or draw a box around it. With the keyboard: move with the arrow keys, size with Shift, Enter picks.',
    pickThis: 'This is it',
    progress: 'Progress',
    rerun: 'Run again',
    report: 'Report',
    reportWorking: 'Making the report …',
    byWhom: (who: string) => `by ${who}`,
    dryRun: 'dry run',
    answered: 'Answer',
    journal: 'Journal',
    teachIt: 'Teach it',
  },
  history: {
    lead: 'Every task that is kept, newest first.',
    state: 'State',
    any: 'Any',
    anyDesktop: 'All desktops',
    search: 'Filter by words',
    empty: 'No task is kept yet.',
    noMatch: 'No task fits the filters.',
    groups: {
      all: 'Any state',
      open: 'Under way',
      waiting: 'Waits for somebody',
      done: 'Completed',
      stopped: 'Stopped',
    },
  },
  skills: {
    lead: 'What was taught, and how it is asked for.',
    search: 'Search skills',
    empty: 'Nothing was taught yet.',
    noMatch: 'No skill fits.',
    steps: (count: number) => plural(count, 'step'),
    version: (version: number) => `version ${version}`,
    runs: (done: number, all: number) => `${done} of the last ${plural(all, 'run')} completed`,
    noRuns: 'not run lately',
    lastHalt: 'Last stop:',
    run: 'Run',
    runTitle: (name: string) => `Run “${name}”`,
    edit: 'Change',
    editHint: 'Opens it as a draft under Teach',
    versions: 'Versions',
    changed: 'What changed',
    restore: 'Make it the newest again',
    detail: 'As it is',
    proposals: 'Proposals',
    proposalsNote: 'Runs and people propose other ways to know an element. Somebody decides.',
    accept: 'Accept',
    dismiss: 'Dismiss',
    known: 'How the element looks',
    noProposals: 'Nothing is proposed.',
    export: 'Export',
    exportAll: 'Export all',
    import: 'Import',
    imported: (count: number) => `Imported ${plural(count, 'skill')}.`,
    optional: 'optional',
    table: 'Run over a table',
    tableHint: 'Paste rows: the first line names the values, as {slot} names them. It stops at the first surprise.',
    tableLabel: 'Table (CSV)',
    from: 'Begin at row',
    rows: (count: number) => plural(count, 'row'),
    rowRunning: (row: number, rows: number) => `Row ${row} of ${rows} …`,
    rowsDone: (done: number, rows: number) => `${done} of ${plural(rows, 'row')} done.`,
    rowStopped: (row: number) => `Stopped at row ${row}.`,
    removeTitle: (name: string) => `Remove “${name}”?`,
    removeNote: 'It can no longer be run. Export it first if you may need it again.',
    noneToCompare: 'This is the only version.',
  },
  teach: {
    lead: 'Do it once on the desktop while Karna watches; then say it, with other values.',
    nameLabel: 'What you are going to show, as you will say it',
    namePlaceholder: 'search cats on youtube',
    start: 'Start recording',
    stop: 'Stop and learn',
    pause: 'Pause',
    resume: 'Go on',
    discard: 'Discard',
    recording: (name: string) => `Recording “${name}”`,
    doItNow: 'Do it now, on the desktop itself. Every act appears here.',
    acts: 'Acts',
    actCount: (count: number) => plural(count, 'act'),
    noActs: 'Nothing was done yet.',
    handingOver: 'Waiting for the last pictures …',
    learning: 'Learning from it … this takes some seconds.',
    drafts: 'Drafts that wait for you',
    recordings: 'Recordings',
    noDrafts: 'No draft waits.',
    noRecordings: 'Nothing was recorded yet.',
    learn: 'Learn from it',
    draftOf: (name: string) => `Draft: ${name}`,
    phrases: 'How it is asked for, one way per line',
    rename: 'Keep name and phrases',
    nameOfSkill: 'Name',
    undo: 'Undo',
    redo: 'Redo',
    lastChange: (change: string) => `Last change: ${change}`,
    notes: 'Notes',
    proposals: 'Values that may be said otherwise',
    slotName: 'Name of the value',
    becomeSlot: 'May be said otherwise',
    steps: 'Steps',
    up: 'Move up',
    down: 'Move down',
    removeStep: 'Leave out',
    sentence: 'What it does',
    text: 'Text',
    optional: 'Optional: left out when its element is not there',
    sensitive: 'Sensitive: kept from pictures and reports',
    irreversible: 'Cannot be taken back: ask first',
    afterwards: 'then',
    removeCheck: 'Remove the check',
    seeing: 'Checks and waits',
    seen: 'Text on the screen',
    seenHow: 'that',
    appears: 'appears',
    gone: 'is gone',
    addCheck: 'Check that after this step',
    insertWait: 'Wait for that before the next step',
    box: 'Correct the box',
    boxHint:
      'Drag to draw, drag the box to move it, its corner to size it. Arrow keys move, Shift with arrow keys sizes, Ctrl+Z takes back.',
    boxSave: 'This is the element',
    accept: 'Save as a skill',
    test: 'Test run',
    testHint: 'Shows on the screen as it is now what each step would be done to. Nothing is touched, nothing is saved.',
    testNow: 'Test now',
    testing: 'Looking for each element …',
    notSeen: 'not beyond doubt on the screen now',
    needsNoElement: 'needs no element',
    removeDraft: 'Throw the draft away',
    removeDraftTitle: 'Throw this draft away?',
  },
  desktops: {
    lead: 'Every desktop that is enrolled.',
    version: 'Agent',
    seen: 'Last seen',
    task: 'Doing now',
    idle: 'nothing',
    enrol: 'Enrol a desktop',
    enrolNote: 'Run this on the machine with the screen. The code works once.',
    validUntil: (time: string) => `Valid until ${time}`,
    noThumbnail: 'No picture',
    refresh: 'New picture',
    removeTitle: (name: string) => `Remove ${name}?`,
    removeNote: 'Its agent is let go and has to be enrolled again. Its tasks stay in History.',
    watch: 'Watch',
    command: 'Command',
    group: 'Group',
    groupTitle: (name: string) => `Group of ${name}`,
    groupLabel: 'Name of the group; empty: none',
    allGroups: 'All groups',
  },
  health: {
    lead: 'What each part says of itself, every two seconds.',
    version: 'Version',
    memory: 'Memory',
    inFlight: 'Being answered',
    up: 'Up for',
    missing: (parts: string) => `needs ${parts}`,
    unheard: 'not heard',
    waiting: 'Waiting for the first reports …',
    forbidden: 'Your token may not see this: it lacks the scope “observe”.',
    allWell: 'Every part is ready.',
    troubled: (count: number) => `${plural(count, 'part')} not ready.`,
    inFlightTrend: 'Requests being answered, in the last minutes',
    queue: (active: number, pending: number, waiting: number) =>
      `Tasks: ${active} under way, ${pending} in the queue, ${waiting} waiting for somebody.`,
    answered: 'Requests answered',
    perSecond: (value: number) => `${value.toFixed(1)} / s`,
    meanTime: 'Mean time to answer',
    milliseconds: (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`,
    failed: 'Failed, last minutes',
    memoryTrend: (name: string) => `Memory of ${name} since this page was opened`,
  },
  settings: {
    look: 'Look',
    theme: { system: 'As the system', light: 'Light', dark: 'Dark' },
    account: 'You',
    scopes: 'Scopes',
    models: 'Models of vision',
    inUse: 'in use',
    builtIn: 'came with Karna',
    use: 'Use',
    using: 'Changing over …',
    about: 'About',
    gateway: 'Gateway',
    forbidden: 'Your token may not do this: it lacks the scope “administer”.',
  },
  users: {
    title: 'Users',
    lead: 'Who may connect: people and programs, each with a token. Who is shut out is disconnected at once.',
    add: 'Let somebody in',
    you: '(you)',
    connected: (clients: number) => `${plural(clients, 'client')} connected`,
    seen: 'last seen',
    shut: 'Shut out',
    shutTitle: (name: string) => `Shut ${name} out?`,
    shutNote: 'Their connections end at once, and what they have opens nothing any more. Tasks of theirs go on.',
    shutYourself: 'This is you: you will be signed out, and need another token to come back.',
    shutOut: (name: string) => `${name} is shut out.`,
    revoke: 'Revoke',
    revokeTitle: (name: string) => `Revoke this token of ${name}?`,
    revoked: 'The token is revoked.',
    working: 'Changing who may connect …',
    oneTime: 'not used yet',
    until: (date: string) => `until ${date}`,
    untilRevoked: 'until revoked',
    by: (who: string) => `let in by ${who}`,
    name: 'Name of the person or program',
    may: 'What they may do',
    scope: {
      observe: 'see desktops, tasks and skills',
      operate: 'give commands, approve, take the hands, teach',
      administer: 'save skills, enrol desktops, let others in',
    },
    validity: 'Valid for',
    days: { 0: 'until revoked', 1: 'a day', 7: 'a week', 30: '30 days' } as Readonly<Record<number, string>>,
    issue: 'Make a token',
    issued: (name: string) => `${name} can connect with this token.`,
    issuedLabel: 'Copy it now: it is not shown again.',
    issuedHow: (origin: string) => `They open ${origin} and paste it, or use it as KARNA_TOKEN.`,
  },
  policy: {
    title: 'Policy',
    lead: 'Rules for what tasks do. Those of all desktops hold everywhere; a desktop may have more of its own. They count from the next action on.',
    desktop: 'Rules of',
    allDesktops: 'All desktops',
    only: 'Act only in these windows',
    never: 'Never act in these windows',
    onePerLine: 'One per line: title or application, with * and ?. Empty: no such rule.',
    asks: 'Ask first when a name has one of these words',
    asksNote: 'One per line, besides those below that are always asked about.',
    asksAlways: 'Ask before every task',
    hours: 'Hours',
    hoursNote: 'Tasks act only then. None: always.',
    addHours: 'Add hours',
    removeHours: 'Remove these hours',
    from: 'From',
    until: 'until',
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    timeZone: 'Time zone',
    save: 'Save the rules',
    saving: 'Saving …',
    saved: 'Saved. They count from the next action on.',
    undo: 'Undo the changes',
    setBy: (who: string) => `Set by ${who}`,
    nobody: 'Nobody has made rules here yet.',
    always: 'What holds without any rule',
    rules: [
      [
        'Asks first',
        'Before a click on what is named like deleting, paying, sending, transferring or shutting down, a drag to the bin, Shift+Delete, and every step that a skill marks as one that cannot be taken back.',
      ],
      ['Who approves', 'Whoever may operate. Each decision is recorded.'],
      [
        'Refuses',
        'What the agent of a desktop forbids, whoever asks: without other settings Control+Alt with Delete, Backspace, Escape and F1 to F12. Its owner sets that there, with KARNA_AGENT_FORBIDDEN_CHORDS.',
      ],
      [
        'Keeps to itself',
        'What looks secret on a screen is masked on the desktop, before a picture leaves it; its owner sets more with KARNA_AGENT_REDACT_WINDOWS and KARNA_AGENT_REDACT_REGIONS.',
      ],
      ['Never guesses', 'An element that is not there, or there twice, is not clicked: the task halts or asks.'],
    ],
  },
  retention: {
    title: 'How long things are kept',
    lead: 'What is older is removed for good, again and again.',
    terms: {
      tasksDays: 'Ended tasks, recordings, drafts',
      turnsDays: 'Conversations',
      picturesDays: 'Pictures, after their last task ended',
      recordsDays: 'Who did what',
    },
    days: (usual: number) => `days (configured: ${usual})`,
    setBy: (who: string) => `Set by ${who}`,
    look: 'See what that changes',
    reset: 'As configured',
    working: 'Counting …',
    confirm: 'Keep things for this long?',
    change: 'Keep them so',
    changed: 'Changed. What is older is being removed.',
    effect: (effect: RetentionEffect) => {
      const gone = [
        plural(effect.tasks, 'task'),
        plural(effect.recordings, 'recording'),
        plural(effect.drafts, 'draft'),
        plural(effect.turns, 'turn of a conversation', 'turns of conversations'),
        plural(effect.pictures, 'picture'),
        plural(effect.records, 'record'),
      ].filter((one) => !one.startsWith('0 '));
      if (gone.length === 0) return 'Nothing that is here now is older.';
      return `This is older and goes now, for good: ${gone.join(', ')}.`;
    },
  },
  records: {
    title: 'Who did what',
    lead: 'Access, hands, approvals, desktops and removed skills. Never what was typed or seen.',
    none: 'Nothing was recorded yet.',
    kind: 'Show',
    kinds: {
      all: 'Everything',
      access: 'Access and retention',
      hands: 'Hands',
      effects: 'Approvals',
      desktops: 'Desktops',
      skills: 'Skills',
    },
    task: 'the task',
    sentence: ({ actor, deed, subject, subjectName, details }: AuditRecord): string => {
      const who = actor || 'Somebody';
      const what = subjectName || subject;
      switch (deed) {
        case 'DEED_TOKEN_ISSUED':
          return `${who} made a token for ${what} (${details.scopes ?? ''})`;
        case 'DEED_TOKEN_TRADED':
          return `${who} signed in with an address that works once`;
        case 'DEED_TOKEN_REVOKED':
          return `${who} revoked a token of ${what}`;
        case 'DEED_RETENTION_CHANGED': {
          const changes = Object.entries(details).map(([name, change]) => `${name} ${change}`);
          return `${who} changed how long things are kept${changes.length > 0 ? `: ${changes.join(', ')}` : ''}`;
        }
        case 'DEED_POLICY_CHANGED':
          return `${who} changed the rules of ${subjectName || 'all desktops'}`;
        case 'DEED_CODE_ISSUED':
          return `${who} made a code to enrol a desktop`;
        case 'DEED_DESKTOP_ENROLLED':
          return `${what} was enrolled with a code of ${who}`;
        case 'DEED_DESKTOP_REMOVED':
          return `${who} removed the desktop ${what}`;
        case 'DEED_DESKTOP_GROUPED':
          return details.group ? `${who} put ${what} into ${details.group}` : `${who} took ${what} out of its group`;
        case 'DEED_HANDS_TAKEN':
          return `${who} took the hands of ${what}`;
        case 'DEED_HANDS_RETURNED':
          return `${who} gave the hands of ${what} back`;
        case 'DEED_HANDS_LOST':
          return `${who} lost the hands of ${what}${handsReason[details.reason ?? ''] ?? ''}`;
        case 'DEED_EFFECT_APPROVED':
          return `${who} approved what it was asked about${details.when ? ', beforehand' : ''}:`;
        case 'DEED_EFFECT_REFUSED':
          return `${who} refused what it was asked about:`;
        case 'DEED_SKILL_REMOVED':
          return `${who} removed the skill ${what}`;
        case 'DEED_UNSPECIFIED':
          return `${who} did something that this console does not know`;
        default: {
          const nothing: never = deed;
          return nothing;
        }
      }
    },
  },
  report: {
    title: (command: string) => `Report: ${command}`,
    made: (time: string) => `Made ${time}. Sensitive parts of the screen were masked on the desktop.`,
    desktop: 'Desktop',
    askedBy: 'Asked by',
    state: 'State',
    began: 'Began',
    ended: 'Ended',
    why: 'Why it stopped',
    steps: 'Steps',
    journal: 'Journal',
    skill: 'Skill',
    noPicture: 'The picture is no longer kept.',
    hidden: 'The step is sensitive: its pictures are left out.',
  },
  time: {
    ago: (seconds: number): string => {
      if (seconds < 5) return 'just now';
      if (seconds < 60) return `${Math.floor(seconds)} s ago`;
      if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
      if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
      return `${plural(Math.floor(seconds / 86_400), 'day')} ago`;
    },
    span: (seconds: number): string => {
      if (seconds < 60) return `${Math.floor(seconds)} s`;
      if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
      if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
      return plural(Math.floor(seconds / 86_400), 'day');
    },
  },
  size: {
    mebibytes: (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`,
  },
} as const;
