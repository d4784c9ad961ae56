/** Words of which names on screens are made: what buttons do, what fields hold, what options and parts of a page are called. */
export const screenWords: ReadonlySet<string> = new Set(
  `about accept access accessibility account accounts action actions activate active activity ad add address addresses admin administrator ads advanced
  agree agreement airplane alarm alert alerts album all allow amount analytics answer answers api app appearance application applications apply appointment
  approve approved apps archive archived area arrow article articles ask assign assigned assignee attach attachment attachments audio author auto
  automatic automatically available avatar back background backspace backup balance banner bar basket battery bell bill billing bin birth birthday blank block
  blog bluetooth board body bold book booking bookings bookmark bookmarks border bottom box branch brand breadcrumb brightness browse browser budget build bullet
  bulleted business buy calculator calendar call camera cancel cancelled caps caption captions card cards cart cash categories category caution cc cell center chair change changes channel channels
  chapter character chart chat check checkbox checked checkout chevron children choose circle city class clear click client clients clipboard clock close closed
  cloud code collapse collection color colour column columns comment comments company compare complete completed compose compress condition conditions confirm confirmation
  connect connected connection console contact contacts content contents continue contrast cookie cookies copies copy correct cost count country coupon course create
  created credit crop currency current cursor customer customers customise customize cut cvc daily dark dashboard data database date dates day days deadline debit debug
  decline default delete deleted deliver delivery demo deny department deploy description desktop destination detail details developer device devices dialog
  dictionary direction disable disabled discard disconnect discount discussion dismiss disturb display district dock document documents domain done dot dots down download downloads draft
  drafts drawer drive drop dropdown due duplicate duration early edit editor education email e mail emails emoji employee empty enable enabled encoding
  end enter entries entry equals error errors event events exit expand expense expenses expiry explore export express extension extensions extra fax
  favorite favorites favourite favourites feature featured features feedback female field fields file filename files fill filter filters finance find finish first flag
  flight flights folder folders follow following font footer forecast forget forgot form format forum forward free friday friends full fullscreen gallery game games gear
  gender general generate gift go graph green grey grid group groups guest guests guide hamburger hand handle header heading heart height help hidden hide high highlight history
  holiday home host hotel hour hours house icon id ignore image images import important inbox include index info information input insert install instructions
  insurance integrations interest interval invitation invite invoice invoices invoicing issue issues italic item items job jobs join key keyboard keyboards keys keyword kind kit label
  labels language languages large last later latest latitude layer layers layout learn leave left legal length less lesson letter level library licence license light like
  likes line lines link links list live load loading local location lock locked log login logo logout logs long loop low mail mailbox main male manage manager map
  maps margin mark market marketing match maximum me media medium meeting member members memory menu merge message messages method metrics microphone middle minimum minus
  minute minutes mobile mode model modified monday month monthly more mortgage mouse move movies music mute my name names navigation network new news newsletter
  next night no none normal note notebook notes nothing notification notifications now number numbers offer offers office offline ok okay old on
  online only opacity open option optional options order orders organisation organization orientation other outbox output overview owner owners package page pages
  paint pane panel paper paragraph parameters parent part parts party passcode password passwords paste path patient patients pause pay payee payment payments pdf pencil pending people
  percent period permissions personal phone photo photos picture pictures pin place plan plane play player playlist plugins plus podcast podcasts points policies policy
  popup popular port portrait position post postcode posts preferences preview previous price prices pricing print printer priority privacy private
  problem product products profile profiles progress project projects promo prompt properties property protocol province proxy public publish pull purchase push
  quality quantity query question questions queue quick quiet quit quote radio range rank rate rating read ready receipt receipts recent recipient recipients record recording recordings recover recurring recycle red
  redo reference refresh refund region register registration reject related release reload remark remarks remember remind reminder reminders remote remove rename
  repeat replace reply report reports request requests required reset resize resolution restart restore result results resume retry return returns revenue
  review reviews right role roles roaming room rooms row rows rule rules run running salary sale sales saturday save saved scan schedule school score screen script scroll scrollbar search
  section security see select selected selection send sender sent server service services session sessions set settings setup shape share shared sheet shift
  ship shipping shop shopping short shortcut shortcuts show shuffle shut sidebar sign signature signed silent size skip sleep slide slider slides small snap snooze software sort sound sounds source
  space spam special speed spelling spinner spreadsheet staff standard star start started startup state statement station statistics stats status step stock
  stop storage store story street student students style subject submit subscribe subscription subtitle subtitles subtotal success successful suggestions summary sunday
  supplier support surname surveys survey swap switch sync system tab table tabs tag tags task tasks tax taxes team teams telephone template templates terminal terms test tests text
  theme thumbnail thursday ticket tickets tile time timeline timeout timer times tip title toast today toggle token tool toolbar tools tooltip top total totals tour town
  track tracking traffic training transaction transactions transfer translate trash travel tree trends trial triangle try tuesday turn tutorial type underline undo unit units unlock unpaid unread
  unsubscribe update updates upgrade upload url usage use used user username users vacation valid value values variable vat version video videos view viewer volume wallet warning watch weather
  web webcam website wednesday week weekend weekly weeks weight welcome wi fi widget width wifi window windows wish wishlist word words work works working workspace wrap write x year yearly years
  yes yesterday you your zip zone zoom`.split(/\s+/),
);

/** Words that join these in names such as `Add to basket`, `How it works`. */
export const joiningWords: ReadonlySet<string> = new Set(
  `a above am an and are as at be by can do for from has have here how i if in into is it its it's let's new no not of on our out over per than that the these this to up us via what's
  when where which who why with without you you're your`.split(/\s+/),
);

/** And in names without a capital: `add to basket`. */
export const plainJoiningWords: ReadonlySet<string> = new Set('and as by for in of to with'.split(' '));

/** Applications that people call by a name in lower case. What else is opened in lower case may be of another world. */
export const applicationWords: ReadonlySet<string> = new Set(
  `acrobat android audacity blender bluetooth brave calibre chrome chromium code cursor discord docs dolphin drive dropbox edge emacs evince evolution excel explorer facebook feedly figma
  finder firefox gedit gimp git github gmail google hulu illustrator indesign inkscape instagram iterm itunes jira kate keepass keepassxc kodi konsole krita
  libreoffice linkedin linux maps matlab messenger mousepad nautilus netflix notepad notepad++ notion obs obsidian office okular onedrive onenote opera outlook paypal photoshop powerpoint powershell putty pycharm python
  reddit safari shotcut signal skype slack snapchat sourcetree spotify steam sublime teams telegram thunar thunderbird tiktok tor trello twitch twitter
  vim visio vivaldi vlc vscode webex whatsapp wireshark word wordpad xcode xterm youtube zoom zotero windows`.split(
    /\s+/,
  ),
);

/** And what they are for: `the text editor`. */
export const purposeWords: ReadonlySet<string> = new Set(
  'web internet text task file system software image video disk code source word'.split(' '),
);

/** Which one is left to us. */
export const choosingWords: ReadonlySet<string> = new Set(
  `any best biggest cheapest closest correct each either every former latter nearest neither one ones only other random same smallest whatever whichever wrong`.split(
    ' ',
  ),
);

const owned =
  `my your his her their our today's tomorrow's yesterday's what whatever whichever some any another something anything everything same they he she`.split(
    /\s+/,
  );
/** Texts that begin so are told about rather than said; with a place to go to, and without. */
export const talkingWords = {
  placed: new Set([...owned, 'a', 'an', 'to']),
  alone: new Set([
    ...owned,
    ...`a an me us him of off up down out about for from with without at by into onto over like as than too very is are was were back again home along away`.split(
      ' ',
    ),
  ]),
} as const;
