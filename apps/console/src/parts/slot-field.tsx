import type { Slot } from '@karna/proto/gen/skill/v1/skill';
import { Input, Label, TextField } from 'react-aria-components';
import { inputOf, isNeeded, slotWord } from '../domain/skill-runs.ts';
import { t } from '../strings.en.ts';
import { Choice } from './choice.tsx';

/** Asks for the value of a slot as it wants to be asked for. */
export function SlotField({
  slot,
  value,
  onChange,
}: {
  readonly slot: Slot;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const notes = [slotWord(slot), isNeeded(slot) ? '' : t.skills.optional].filter(Boolean).join(', ');
  const label = `${slot.question || slot.name.replaceAll('_', ' ')} (${notes})`;
  if (slot.choices.length > 0) {
    const options = [['', t.dash] as const, ...slot.choices.map((one) => [one, one] as const)];
    return <Choice label={label} value={value || slot.defaultValue} options={options} onChange={onChange} />;
  }
  return (
    <TextField value={value} onChange={onChange} isRequired={isNeeded(slot)} type={inputOf(slot)} autoComplete="off">
      <Label>{label}</Label>
      <Input placeholder={slot.defaultValue} />
    </TextField>
  );
}
