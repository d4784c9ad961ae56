import type { Box } from '@karna/proto/gen/geometry/v1/geometry';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import {
  beginEdit,
  boxBetween,
  changeBox,
  holds,
  movedBy,
  type Place,
  redo,
  type Size,
  sizedBy,
  undo,
} from '../domain/box-edit.ts';
import { t } from '../strings.en.ts';
import { ErrorNote } from './error-note.tsx';
import { BoxMark, usePicture, widthOf } from './picture.tsx';

export interface BoxEditorProps {
  readonly sha256: string;
  readonly label: string;
  readonly hint: string;
  readonly verb: string;
  readonly box?: Box | undefined;
  readonly isBusy: boolean;
  readonly onSave: (box: Box) => void;
}

interface Drag {
  readonly how: 'draw' | 'move' | 'size';
  readonly from: Place;
  readonly box: Box | undefined;
}

/** The corner by which a box is sized is so near (px on the screen). */
const gripPx = 12;

/** Shows where an element is on a picture: drawn, moved and sized by pointer or keys, taken back and done again. */
export function BoxEditor({ sha256, label, hint, verb, box, isBusy, onSave }: BoxEditorProps) {
  const { shown, error } = usePicture(sha256);
  const [edit, setEdit] = useState(() => beginEdit(box));
  const [draft, setDraft] = useState<Box>();
  const drag = useRef<Drag>(undefined);
  const surface = useRef<SVGSVGElement>(null);
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!shown) return <div className="picture empty">{t.loading}</div>;

  const scale = () => shown.width / (surface.current?.getBoundingClientRect().width || shown.width);
  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left = 0, top = 0 } = surface.current?.getBoundingClientRect() ?? {};
    return { x: (clientX - left) * scale(), y: (clientY - top) * scale() };
  };
  const begin = (event: PointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = placeOf(event);
    const now = edit.box;
    drag.current = { how: howOf(now, from, gripPx * scale()), from, box: now };
  };
  const go = (event: PointerEvent) => {
    if (drag.current) setDraft(draggedBox(drag.current, placeOf(event), shown));
  };
  const end = (event: PointerEvent) => {
    if (!drag.current) return;
    const made = draggedBox(drag.current, placeOf(event), shown);
    drag.current = undefined;
    setDraft(undefined);
    setEdit((before) => changeBox(before, made));
  };
  const onKey = (event: KeyboardEvent) => {
    const next = keyed(event, edit, shown);
    if (next === 'save') {
      if (edit.box && !isBusy) onSave(edit.box);
    } else if (next) setEdit(next);
    else return;
    event.preventDefault();
  };
  const current = draft ?? edit.box;
  return (
    <div className="stack">
      <p className="muted">{hint}</p>
      <svg
        ref={surface}
        className="picture editor"
        style={{ width: widthOf(shown) }}
        viewBox={`0 0 ${shown.width} ${shown.height}`}
        role="application"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is worked with the arrow keys
        tabIndex={0}
        onPointerDown={begin}
        onPointerMove={go}
        onPointerUp={end}
        onKeyDown={onKey}
      >
        <image href={shown.address} width={shown.width} height={shown.height} />
        {current && <BoxMark box={current} />}
        {current && (
          <circle className="grip" cx={current.x + current.width} cy={current.y + current.height} r={6 * scale()} />
        )}
      </svg>
      <div className="row end">
        <Button onPress={() => setEdit(undo)} isDisabled={edit.past.length === 0}>
          {t.teach.undo}
        </Button>
        <Button onPress={() => setEdit(redo)} isDisabled={edit.future.length === 0}>
          {t.teach.redo}
        </Button>
        <Button className="primary" isDisabled={!edit.box || isBusy} onPress={() => edit.box && onSave(edit.box)}>
          {verb}
        </Button>
      </div>
    </div>
  );
}

function howOf(box: Box | undefined, { x, y }: Place, grip: number): Drag['how'] {
  if (box && Math.abs(x - box.x - box.width) <= grip && Math.abs(y - box.y - box.height) <= grip) return 'size';
  return holds(box, { x, y }) ? 'move' : 'draw';
}

function draggedBox({ how, from, box }: Drag, to: Place, picture: Size): Box {
  if (how === 'draw' || !box) return boxBetween(from, to, picture);
  const change = how === 'move' ? movedBy : sizedBy;
  return change(box, to.x - from.x, to.y - from.y, picture);
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** How far a press of an arrow key goes (px); with Alt one. */
const stridePx = 8;

function keyed(
  { key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent,
  edit: ReturnType<typeof beginEdit>,
  picture: Size,
) {
  if (key === 'Enter') return 'save';
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'z') return shiftKey ? redo(edit) : undo(edit);
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'y') return redo(edit);
  const [right, down] = arrows[key] ?? [];
  if (right === undefined || down === undefined) return undefined;
  const stride = altKey ? 1 : stridePx;
  const middle = { x: picture.width / 2, y: picture.height / 2 };
  const box = edit.box ?? boxBetween(middle, { x: middle.x + 80, y: middle.y + 30 }, picture);
  const change = shiftKey ? sizedBy : movedBy;
  return changeBox(edit, change(box, right * stride, down * stride, picture));
}
