// Programs that no npm package brings. Installed on Debian and Ubuntu as root; elsewhere the exact line to run is printed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail, say } from './processes.mjs';

/** Where Debian keeps libraries of this architecture. */
const library = (path) => `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/${path}`;

/** program or file -> Debian packages that bring it */
const programs = {
  desktop: {
    Xvfb: ['xvfb'],
    openbox: ['openbox'],
    xterm: ['xterm'],
    mousepad: ['mousepad'],
    galculator: ['galculator'],
    chromium: ['chromium'],
    'dbus-daemon': ['dbus', 'dbus-x11', 'at-spi2-core'],
    '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf': ['fonts-dejavu-core', 'fonts-dejavu-extra'],
  },
  test: {
    'nats-server': ['nats-server'],
    'redis-server': ['redis-server'],
    xdotool: ['xdotool'],
    xprop: ['x11-utils'],
    xinput: ['xinput'],
    xclip: ['xclip'],
    zenity: ['zenity'],
    tesseract: ['tesseract-ocr'],
    '/usr/share/fonts/X11/misc/9x15-ISO8859-1.pcf.gz': ['xfonts-base'],
    '/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf': [
      'fonts-open-sans',
      'fonts-noto-core',
      'fonts-roboto-unhinted',
      'fonts-lato',
      'fonts-liberation',
      'fonts-liberation2',
      'fonts-inter',
      'fonts-cantarell',
      'fonts-crosextra-carlito',
      'fonts-firacode',
      'fonts-hack',
      'fonts-inconsolata',
      'fonts-croscore',
    ],
    [library('libXtst.so.6')]: ['libx11-6', 'libxtst6', 'libxext6'],
    [library('libXt.so.6')]: ['libxt6', 'libxrandr2'],
    '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': ['fonts-noto-cjk'],
    '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf': ['fonts-noto-color-emoji'],
  },
  /** What the live picture is timed against. */
  vnc: {
    Xtigervnc: ['tigervnc-standalone-server'],
    X0tigervnc: ['tigervnc-scraping-server'],
    x11vnc: ['x11vnc'],
  },
  models: {
    '/usr/lib/python3/dist-packages/torch/version.py': ['python3-torch'],
    '/usr/lib/python3/dist-packages/onnx/__init__.py': ['python3-onnx'],
    '/usr/lib/python3/dist-packages/numpy/__init__.py': ['python3-numpy'],
    '/usr/share/doc/python3-opencv/copyright': ['python3-opencv'],
    '/usr/lib/python3/dist-packages/cairo/__init__.py': ['python3-cairo'],
    '/usr/lib/python3/dist-packages/PIL/__init__.py': ['python3-pil'],
    '/usr/lib/python3/dist-packages/babel/__init__.py': ['python3-babel'],
    '/usr/share/dict/american-english': ['wamerican'],
    'fc-list': ['fontconfig'],
    // GTK, its themes and icons
    '/usr/lib/python3/dist-packages/gi/__init__.py': ['python3-gi', 'python3-gi-cairo', 'gir1.2-pango-1.0'],
    [library('girepository-1.0/Gtk-3.0.typelib')]: ['gir1.2-gtk-3.0'],
    [library('gdk-pixbuf-2.0/2.10.0/loaders/libpixbufloader-svg.so')]: ['librsvg2-common'],
    [library('gtk-2.0/2.10.0/engines/libmurrine.so')]: ['gtk2-engines-murrine'],
    [library('gtk-2.0/2.10.0/engines/libadwaita.so')]: ['gnome-themes-extra'],
    '/usr/share/themes/Arc/gtk-3.0': ['arc-theme'],
    '/usr/share/themes/Breeze/gtk-3.0': ['breeze-gtk-theme'],
    '/usr/share/themes/Materia/gtk-3.0': ['materia-gtk-theme'],
    '/usr/share/themes/Numix/gtk-3.0': ['numix-gtk-theme'],
    '/usr/share/themes/Greybird/gtk-3.0': ['greybird-gtk-theme'],
    '/usr/share/themes/Blackbird/gtk-3.0': ['blackbird-gtk-theme'],
    '/usr/share/themes/Bluebird/gtk-3.0': ['bluebird-gtk-theme'],
    '/usr/share/themes/Orchis/gtk-3.0': ['orchis-gtk-theme'],
    '/usr/share/icons/Adwaita/index.theme': ['adwaita-icon-theme'],
    '/usr/share/icons/Tango/index.theme': ['tango-icon-theme'],
    '/usr/share/icons/Papirus/index.theme': ['papirus-icon-theme'],
    '/usr/share/icons/breeze/index.theme': ['breeze-icon-theme'],
    '/usr/share/icons/elementary-xfce/index.theme': ['elementary-xfce-icon-theme'],
    '/usr/share/icons/gnome/index.theme': ['gnome-icon-theme'],
    '/usr/share/icons/Numix/index.theme': ['numix-icon-theme'],
    '/usr/share/icons/Faenza/index.theme': ['faenza-icon-theme'],
    '/usr/share/icons/mate/index.theme': ['mate-icon-theme'],
    // Qt and its styles
    '/usr/lib/python3/dist-packages/PyQt5/__init__.py': ['python3-pyqt5'],
    '/usr/lib/python3/dist-packages/PyQt5/QtSvg.abi3.so': ['python3-pyqt5.qtsvg'],
    [library('qt5/plugins/styles/adwaita.so')]: ['adwaita-qt'],
    [library('qt5/plugins/styles/breeze.so')]: ['kde-style-breeze'],
    [library('qt5/plugins/styles/libkvantum.so')]: ['qt5-style-kvantum'],
    '/usr/share/Kvantum/KvAdapta': ['qt5-style-kvantum-themes'],
    [library('qt5/plugins/styles/libqgtk2style.so')]: ['qt5-style-plugins'],
    // Fonts
    '/usr/share/fonts/X11/misc/6x13-ISO8859-1.pcf.gz': ['xfonts-base'],
    '/usr/share/fonts/X11/75dpi/charB08.pcf.gz': ['xfonts-75dpi'],
    '/usr/share/fonts/X11/misc/ter-u12b_iso-8859-1.pcf.gz': ['xfonts-terminus'],
    '/usr/share/fonts/X11/misc/spleen-12x24.pcf.gz': ['fonts-spleen'],
    '/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf': ['fonts-dejavu-core'],
    '/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf': ['fonts-liberation2'],
    '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf': ['fonts-noto-core'],
    '/usr/share/fonts/truetype/roboto/unhinted/RobotoCondensed-Bold.ttf': ['fonts-roboto-unhinted'],
    '/usr/share/fonts/truetype/open-sans/OpenSans-Bold.ttf': ['fonts-open-sans'],
    '/usr/share/fonts/truetype/lato/Lato-Regular.ttf': ['fonts-lato'],
    '/usr/share/fonts/truetype/firacode/FiraCode-Bold.ttf': ['fonts-firacode'],
    '/usr/share/fonts/truetype/hack/Hack-Bold.ttf': ['fonts-hack'],
    '/usr/share/fonts/truetype/quicksand/Quicksand-Bold.ttf': ['fonts-quicksand'],
    '/usr/share/fonts/truetype/comfortaa/Comfortaa-Bold.ttf': ['fonts-comfortaa'],
    '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf': ['fonts-droid-fallback'],
    '/usr/share/fonts/opentype/urw-base35/C059-BdIta.otf': ['fonts-urw-base35'],
    '/usr/share/fonts/opentype/inter/Inter-Black.otf': ['fonts-inter'],
    '/usr/share/fonts/opentype/cantarell/Cantarell-Bold.otf': ['fonts-cantarell'],
  },
};

const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

function isThere(program) {
  if (program.startsWith('/')) return existsSync(program);
  return places.some((place) => {
    try {
      accessSync(join(place, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missingOf = (groups) =>
  groups.flatMap((group) => Object.entries(programs[group])).filter(([program]) => !isThere(program));

/** Whether all programs and files of a group are here. */
export const hasSystemPackages = (group) => process.platform === 'linux' && missingOf([group]).length === 0;

export function ensureSystemPackages(groups) {
  if (process.platform !== 'linux') return;
  const missing = missingOf(groups);
  if (missing.length === 0) return;
  const packages = missing.flatMap(([, names]) => names);
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get')) {
    fail(
      `Missing programs: ${missing.map(([name]) => name).join(', ')}. On Debian or Ubuntu they come with:\n  sudo ${line}`,
    );
  }
  if (process.getuid() !== 0)
    fail(
      `Some system packages are missing. Run this once, then the same command again:\n  sudo apt-get update && sudo ${line}`,
    );
  say(`installing system packages: ${packages.join(' ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (args) => spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
  apt(['update']);
  if (apt(line.split(' ').slice(1)).status !== 0)
    fail(`apt-get failed. Run this, then the same command again:\n  apt-get update && ${line}`);
}
