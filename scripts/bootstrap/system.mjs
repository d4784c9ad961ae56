// Programs that no npm package brings. Installed on Debian and Ubuntu as root; elsewhere the exact line to run is printed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail, say } from './processes.mjs';

/** program -> Debian packages that bring it */
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
    '/usr/lib/x86_64-linux-gnu/libXtst.so.6': ['libx11-6', 'libxtst6', 'libxext6'],
    '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': ['fonts-noto-cjk'],
    '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf': ['fonts-noto-color-emoji'],
  },
  models: {
    '/usr/lib/python3/dist-packages/torch/version.py': [
      'python3-torch',
      'python3-onnx',
      'python3-opencv',
      'python3-numpy',
    ],
    '/usr/lib/python3/dist-packages/gi/__init__.py': [
      'python3-gi',
      'python3-gi-cairo',
      'gir1.2-gtk-3.0',
      'gir1.2-pango-1.0',
    ],
    '/usr/lib/python3/dist-packages/PyQt5/__init__.py': ['python3-pyqt5', 'python3-pyqt5.qtsvg', 'qt5-style-plugins'],
    '/usr/lib/python3/dist-packages/PIL/__init__.py': ['python3-pil', 'python3-babel', 'wamerican'],
    '/usr/share/themes/Numix/index.theme': [
      'gnome-themes-extra',
      'materia-gtk-theme',
      'numix-gtk-theme',
      'greybird-gtk-theme',
      'blackbird-gtk-theme',
      'bluebird-gtk-theme',
      'orchis-gtk-theme',
      'adwaita-icon-theme',
      'tango-icon-theme',
      'elementary-xfce-icon-theme',
      'librsvg2-common',
    ],
    '/usr/share/fonts/X11/misc/6x13-ISO8859-1.pcf.gz': ['xfonts-base', 'xfonts-75dpi', 'xfonts-terminus'],
    '/usr/share/fonts/truetype/lato/Lato-Regular.ttf': [
      'fonts-liberation2',
      'fonts-noto-core',
      'fonts-roboto-unhinted',
      'fonts-open-sans',
      'fonts-lato',
      'fonts-firacode',
      'fonts-hack',
      'fonts-quicksand',
      'fonts-comfortaa',
    ],
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

export function ensureSystemPackages(groups) {
  if (process.platform !== 'linux') return;
  const missing = groups.flatMap((group) => Object.entries(programs[group])).filter(([program]) => !isThere(program));
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
