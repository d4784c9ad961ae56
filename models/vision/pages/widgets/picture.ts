import { type Sketch, truth } from '../sketch.ts';

function anyColour({ random }: Sketch): string {
  return `hsl(${random.int(0, 359)} ${random.int(10, 80)}% ${random.int(20, 82)}%)`;
}

/** A picture: a gradient, a heap of shapes, a landscape or bands, with or without round corners. */
export function picture(sketch: Sketch, width: number | string, height: number, radius = 0): string {
  const across = typeof width === 'number' ? `${width}px` : width;
  const style = `width:${across};height:${height}px;border-radius:${radius}px`;
  const content = sketch.random.weighted([
    [2, gradient],
    [3, shapes],
    [2, landscape],
    [1, stripes],
  ])(sketch);
  return `<span class="k-image" style="${style};${content.background}" ${truth('image')}>${content.inner}</span>`;
}

interface Painting {
  readonly background: string;
  readonly inner: string;
}

function gradient(sketch: Sketch): Painting {
  const stops = Array.from({ length: sketch.random.int(2, 4) }, () => anyColour(sketch)).join(',');
  const shape = sketch.random.chance(0.6) ? `linear-gradient(${sketch.random.int(0, 360)}deg,` : 'radial-gradient(';
  return { background: `background:${shape}${stops})`, inner: '' };
}

function canvasOf(inner: string, background: string): Painting {
  return {
    background: `background:${background}`,
    inner: `<svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">${inner}</svg>`,
  };
}

function shapes(sketch: Sketch): Painting {
  const { random } = sketch;
  const one = () => {
    const [x, y, size] = [random.int(0, 95), random.int(0, 95), random.int(5, 60)];
    const fill = anyColour(sketch);
    if (random.chance(0.5)) return `<circle cx="${x}" cy="${y}" r="${size / 2}" fill="${fill}"/>`;
    return `<rect x="${x}" y="${y}" width="${size}" height="${random.int(4, 60)}" fill="${fill}" transform="rotate(${random.int(0, 90)} ${x} ${y})"/>`;
  };
  return canvasOf(random.times(random.int(3, 14), one), anyColour(sketch));
}

function landscape(sketch: Sketch): Painting {
  const { random } = sketch;
  const hill = (base: number) =>
    `<path d="M0 100 V${base} Q${random.int(10, 45)} ${base - random.int(5, 35)} 50 ${base} T100 ${base + random.int(-12, 12)} V100z" fill="${anyColour(sketch)}"/>`;
  const sun = `<circle cx="${random.int(10, 90)}" cy="${random.int(8, 35)}" r="${random.int(4, 14)}" fill="${anyColour(sketch)}"/>`;
  return canvasOf(
    sun + hill(random.int(45, 60)) + hill(random.int(60, 75)) + hill(random.int(75, 90)),
    anyColour(sketch),
  );
}

function stripes(sketch: Sketch): Painting {
  return {
    background: `background:repeating-linear-gradient(${sketch.random.int(0, 180)}deg,${anyColour(sketch)} 0 ${sketch.random.int(4, 14)}px,${anyColour(sketch)} 0 ${sketch.random.int(15, 30)}px)`,
    inner: '',
  };
}

/** A round or square portrait; some carry initials. */
export function avatar(sketch: Sketch, size: number): string {
  const { random, speech } = sketch;
  if (random.chance(0.55)) return picture(sketch, size, size, random.pick([0, 4, size, size]));
  const initials = speech
    .person()
    .replaceAll(/&[^;]*;/g, '')
    .split(' ')
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2);
  const style = `width:${size}px;height:${size}px;border-radius:${random.pick([4, size, size])}px;background:${anyColour(sketch)};color:#fff;font-size:${Math.round(size * 0.4)}px;line-height:${size}px;text-align:center`;
  return `<span class="k-image" style="${style}" ${truth('image')}>${initials}</span>`;
}
