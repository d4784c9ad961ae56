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
    '/usr/lib/x86_64-linux-gnu/libXtst.so.6': ['libx11-6', 'libxtst6', 'libxext6'],
    '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc': ['fonts-noto-cjk'],
    '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf': ['fonts-noto-color-emoji'],
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
