import type { Role } from '@karna/proto/gen/target/v1/target';

// Other people's names for what the contract calls by a Role: ARIA, AT-SPI, HTML, Qt, GTK and habits. Written without
// case, spaces, hyphens and underscores.

const names: Readonly<Record<Exclude<Role, 'ROLE_UNSPECIFIED' | 'UNRECOGNIZED'>, string>> = {
  ROLE_BUTTON:
    'button pushbutton btn togglebutton splitbutton menubutton toolbutton pushbuttonmenu commandbutton iconbutton submit',
  ROLE_LINK: 'link hyperlink anchor a',
  ROLE_TEXT_FIELD:
    'textfield field entry input textbox textinput inputfield lineedit edit passwordtext password passwordfield searchbox search ' +
    'searchfield spinbutton spinbox numberfield numberinput dateeditor datefield email',
  ROLE_TEXT_AREA: 'textarea texteditor textview multiline multilinetext textedit plaintextedit editor',
  ROLE_CHECKBOX: 'checkbox check checkmark checkbutton tickbox',
  ROLE_RADIO: 'radio radiobutton optionbutton',
  ROLE_SWITCH: 'switch toggle toggleswitch',
  ROLE_SELECT: 'select combobox combo dropdown dropdownlist dropdownbutton popupbutton optionmenu picker choice',
  ROLE_SLIDER: 'slider scale range trackbar',
  ROLE_TAB: 'tab pagetab tabitem tabbutton',
  ROLE_MENU_ITEM:
    'menuitem menu menuentry menubaritem menuitemcheckbox menuitemradio checkmenuitem radiomenuitem option',
  ROLE_ICON: 'icon pictogram glyph symbol',
  ROLE_IMAGE: 'image img picture photo graphic graphics figure canvas chart avatar thumbnail',
  ROLE_ROW: 'row tablerow listrow gridrow listitem listentry treeitem treerow record li tr',
  ROLE_CELL:
    'cell tablecell gridcell columnheader rowheader tablecolumnheader tablerowheader tableheader headercell td th',
  ROLE_HEADING: 'heading header title h1 h2 h3 h4 h5 h6',
  ROLE_TEXT: 'text label static statictext paragraph p span caption textline line',
  ROLE_WINDOW: 'window frame toplevel',
  ROLE_DIALOG: 'dialog alert alertdialog modal filechooser popover messagebox',
  ROLE_SCROLLBAR: 'scrollbar scroller',
};

const roles: ReadonlyMap<string, Role> = new Map(
  Object.entries(names).flatMap(([role, synonyms]) => synonyms.split(' ').map((name) => [name, role as Role] as const)),
);

/** The role that `name` stands for; undefined for what the contract has no role for (a toolbar, a list). */
export const roleCalled = (name: string): Role | undefined =>
  roles.get(
    name
      .replace(/^role[ _]/i, '')
      .toLowerCase()
      .replaceAll(/[\s_-]/g, ''),
  );
