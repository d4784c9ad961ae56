import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Random } from './random.ts';
import type { Split } from './split.ts';

/** How a framework nests a list of choices: `outer > list > item > link`, with a class that marks the chosen one. */
export interface ListSkin {
  readonly outer?: string;
  readonly list: string;
  readonly item: string;
  readonly itemOn: string;
  readonly link?: string;
  readonly linkOn?: string;
  readonly tag?: 'ul' | 'div' | 'menu';
  /** ARIA the style sheet selects by. */
  readonly listAttributes?: string;
  readonly itemAttributes?: string;
}

/** Where a framework draws the mark of a checkbox: on the input, on an element beside it, or before the caption. */
export type MarkPlace = 'input' | 'form-icon' | 'label-before';

export interface Framework {
  readonly name: string;
  readonly css: readonly string[];
  readonly buttons: readonly string[];
  readonly field: string;
  readonly select: string;
  readonly selectWrap?: string;
  readonly check: string;
  readonly radio: string;
  readonly switchClass?: string;
  readonly mark: MarkPlace;
  /** Semantic draws marks only inside this wrapper. */
  readonly checkWrap?: string;
  readonly range: string;
  readonly table: string;
  readonly card: string;
  readonly title?: string;
  readonly tabs?: ListSkin;
  readonly pages?: ListSkin;
  readonly menu?: ListSkin;
  /** 98.css and its kin bring windows. */
  readonly windows?: boolean;
  readonly body?: string;
  /** The style sheet knows no dark colours. */
  readonly lightOnly?: boolean;
}

const plain = {
  buttons: [''],
  field: '',
  select: '',
  check: '',
  radio: '',
  mark: 'input',
  range: '',
  table: '',
  card: '',
} as const;

const training: readonly (readonly [number, Framework])[] = [
  [11, { ...plain, name: 'own', css: [] }],
  [1.2, { ...plain, name: 'native', css: [] }],
  [
    1.3,
    {
      ...plain,
      name: 'bulma',
      css: ['bulma/css/bulma.min.css'],
      buttons: [
        'button is-small',
        'button is-small is-primary',
        'button is-link',
        'button',
        'button is-danger is-light',
        'button is-small is-rounded is-info',
        'button is-outlined is-success is-small',
      ],
      field: 'input is-small',
      select: '',
      selectWrap: 'select is-small',
      table: 'table is-narrow is-bordered',
      card: 'box',
      title: 'title is-5',
      tabs: { outer: 'tabs is-small is-boxed', list: '', item: '', itemOn: 'is-active', link: '' },
      pages: {
        outer: 'pagination is-small',
        list: 'pagination-list',
        item: '',
        itemOn: '',
        link: 'pagination-link',
        linkOn: 'is-current',
      },
      menu: { outer: 'menu', list: 'menu-list', item: '', itemOn: '', link: '', linkOn: 'is-active' },
    },
  ],
  [
    1.3,
    {
      ...plain,
      name: 'spectre',
      lightOnly: true,
      css: ['spectre.css/dist/spectre.min.css'],
      buttons: [
        'btn btn-sm',
        'btn btn-primary',
        'btn',
        'btn btn-sm btn-success',
        'btn btn-link',
        'btn btn-error btn-sm',
      ],
      field: 'form-input input-sm',
      select: 'form-select select-sm',
      check: 'form-checkbox',
      radio: 'form-radio',
      switchClass: 'form-switch',
      mark: 'form-icon',
      range: 'slider',
      table: 'table table-striped',
      card: 'card',
      tabs: { list: 'tab', item: 'tab-item', itemOn: 'active', link: '' },
      pages: { list: 'pagination', item: 'page-item', itemOn: 'active', link: '' },
      menu: { list: 'menu', item: 'menu-item', itemOn: '', link: '', linkOn: 'active' },
    },
  ],
  [1, { ...plain, name: 'pico', css: ['@picocss/pico/css/pico.classless.min.css'], switchClass: 'role' }],
  [
    1.3,
    {
      ...plain,
      name: 'uikit',
      lightOnly: true,
      css: ['uikit/dist/css/uikit.min.css'],
      buttons: [
        'uk-button uk-button-small uk-button-default',
        'uk-button uk-button-primary',
        'uk-button uk-button-small uk-button-danger',
        'uk-button uk-button-secondary uk-button-small',
      ],
      field: 'uk-input uk-form-small',
      select: 'uk-select uk-form-small',
      check: 'uk-checkbox',
      radio: 'uk-radio',
      range: 'uk-range',
      table: 'uk-table uk-table-small uk-table-divider',
      card: 'uk-card uk-card-default uk-card-body uk-card-small',
      tabs: { list: 'uk-tab', item: '', itemOn: 'uk-active', link: '' },
      pages: { list: 'uk-pagination', item: '', itemOn: 'uk-active', link: '' },
      menu: { list: 'uk-nav uk-nav-default', item: '', itemOn: 'uk-active', link: '' },
    },
  ],
  [
    0.8,
    {
      ...plain,
      name: 'pure',
      lightOnly: true,
      css: ['purecss/build/pure-min.css'],
      buttons: ['pure-button', 'pure-button pure-button-primary'],
      table: 'pure-table pure-table-bordered',
      body: 'pure-form',
      menu: {
        outer: 'pure-menu',
        list: 'pure-menu-list',
        item: 'pure-menu-item',
        itemOn: 'pure-menu-selected',
        link: 'pure-menu-link',
      },
    },
  ],
  [
    0.7,
    {
      ...plain,
      name: 'milligram',
      lightOnly: true,
      css: ['milligram/dist/milligram.min.css'],
      buttons: ['button', 'button button-outline', 'button button-clear'],
    },
  ],
  [0.7, { ...plain, name: 'water', lightOnly: true, css: ['water.css/out/light.min.css'] }],
];

const windowed = {
  ...plain,
  lightOnly: true,
  mark: 'label-before',
  windows: true,
  tabs: {
    tag: 'menu',
    list: '',
    item: '',
    itemOn: '',
    link: '',
    listAttributes: 'role="tablist"',
    itemAttributes: 'role="tab"',
  },
} as const;

const heldOut: readonly (readonly [number, Framework])[] = [
  [
    3,
    {
      ...plain,
      name: 'bootstrap',
      css: ['bootstrap/dist/css/bootstrap.min.css'],
      buttons: [
        'btn btn-sm btn-primary',
        'btn btn-secondary',
        'btn btn-sm btn-outline-primary',
        'btn btn-light btn-sm',
        'btn btn-success',
        'btn btn-dark btn-sm',
        'btn btn-link',
      ],
      field: 'form-control form-control-sm',
      select: 'form-select form-select-sm',
      check: 'form-check-input',
      radio: 'form-check-input',
      switchClass: 'form-switch',
      range: 'form-range',
      table: 'table table-sm table-bordered',
      card: 'card card-body',
      tabs: { list: 'nav nav-tabs', item: 'nav-item', itemOn: '', link: 'nav-link', linkOn: 'active' },
      pages: { list: 'pagination pagination-sm', item: 'page-item', itemOn: 'active', link: 'page-link' },
      menu: {
        list: 'dropdown-menu show position-static',
        item: '',
        itemOn: '',
        link: 'dropdown-item',
        linkOn: 'active',
      },
    },
  ],
  [1.5, { ...windowed, name: '98', css: ['98.css/dist/98.css'] }],
  [1.5, { ...windowed, name: 'xp', css: ['xp.css/dist/XP.css'] }],
  [0.7, { ...windowed, name: '7', css: ['7.css/dist/7.css'] }],
  [
    1.5,
    {
      ...plain,
      name: 'semantic',
      lightOnly: true,
      css: ['semantic-ui-css/semantic.min.css'],
      buttons: [
        'ui mini button',
        'ui small primary button',
        'ui mini basic button',
        'ui small positive button',
        'ui tiny button',
      ],
      field: '',
      select: 'ui dropdown',
      mark: 'label-before',
      checkWrap: 'ui checkbox',
      table: 'ui very compact celled table',
      card: 'ui segment',
      tabs: { tag: 'div', list: 'ui tabular menu', item: 'item', itemOn: 'active' },
      pages: { tag: 'div', list: 'ui mini pagination menu', item: 'item', itemOn: 'active' },
      menu: { tag: 'div', list: 'ui vertical small menu', item: 'item', itemOn: 'active' },
    },
  ],
];

export function chooseFramework(random: Random, split: Split): Framework {
  return random.weighted(split === 'unseen-frameworks' ? heldOut : training);
}

const sheets = new Map<string, string>();

/** The style sheet without anything it would fetch; data: URLs stay. */
export function styleSheetOf(framework: Framework): string {
  const read = (path: string) =>
    readFileSync(fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url)), 'utf8');
  const known =
    sheets.get(framework.name) ??
    framework.css
      .map(read)
      .join('\n')
      .replace(/url\((?!["']?data:)[^)]*\)/g, 'none');
  sheets.set(framework.name, known);
  return known;
}
