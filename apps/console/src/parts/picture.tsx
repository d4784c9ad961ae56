import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { type ReactNode, useEffect, useState } from 'react';
import { useLive } from '../live/live.tsx';
import { t } from '../strings.en.ts';
import { ErrorNote } from './error-note.tsx';

export interface Shown {
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

/** A picture by its hash, with its size (px), once it is here. */
export function usePicture(sha256: string): { readonly shown: Shown | undefined; readonly error: unknown } {
  const { pictures } = useLive();
  const [state, setState] = useState<{ readonly of: string; readonly shown?: Shown; readonly error?: unknown }>({
    of: '',
  });
  useEffect(() => {
    let isHere = true;
    const set = (next: { readonly shown?: Shown; readonly error?: unknown }) =>
      isHere && setState({ of: sha256, ...next });
    pictures
      .address(sha256)
      .then(async (address) => set({ shown: { address, ...(await sizeOf(address)) } }))
      .catch((error: unknown) => set({ error }));
    return () => {
      isHere = false;
    };
  }, [pictures, sha256]);
  return state.of === sha256 ? { shown: state.shown, error: state.error } : { shown: undefined, error: undefined };
}

export async function sizeOf(address: string): Promise<{ readonly width: number; readonly height: number }> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return { width: image.naturalWidth, height: image.naturalHeight };
}

/** As wide as there is room for, and no higher than a window with its buttons. */
export const widthOf = ({ width, height }: Shown): string => `min(100%, ${(62 * width) / height}vh)`;

export interface PictureProps {
  readonly sha256: string;
  readonly alt: string;
  readonly box?: Box | undefined;
  /** Drawn over it, in px of the picture. */
  readonly children?: ReactNode;
}

/** A kept picture with the element drawn into it. */
export function Picture({ sha256, alt, box, children }: PictureProps) {
  const { shown, error } = usePicture(sha256);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!shown) return <div className="picture empty">{t.loading}</div>;
  return (
    <svg
      className="picture"
      viewBox={`0 0 ${shown.width} ${shown.height}`}
      style={{ width: widthOf(shown) }}
      role="img"
      aria-label={alt}
    >
      <image href={shown.address} width={shown.width} height={shown.height} />
      {box && <BoxMark box={box} />}
      {children}
    </svg>
  );
}

export const BoxMark = ({ box, className = 'mark' }: { readonly box: Box; readonly className?: string }) => (
  <rect className={className} x={box.x - 2} y={box.y - 2} width={box.width + 4} height={box.height + 4} rx={2} />
);

/** A box with its number above it. */
export const NumberedBox = ({ box, number }: { readonly box: Box; readonly number: number }) => (
  <>
    <BoxMark box={box} />
    <text x={box.x} y={Math.max(18, box.y - 6)}>
      {number}
    </text>
  </>
);
