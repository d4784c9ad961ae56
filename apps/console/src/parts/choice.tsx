import { useId } from 'react';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** A value, its name, and the group that it is shown in, if any. */
  readonly options: readonly (readonly [T, string, string?])[];
  readonly onChange: (value: T) => void;
}

/** One of a few, by the browser's own list: known to every hand and reader. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find(([one]) => one === target.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {groupsOf(options).map((group) => {
          const shown = options
            .filter(([, , of = '']) => of === group)
            .map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ));
          return group === '' ? (
            shown
          ) : (
            <optgroup key={group} label={group}>
              {shown}
            </optgroup>
          );
        })}
      </select>
    </div>
  );
}

/** In the order of their first option; what is in none comes first. */
const groupsOf = (options: readonly (readonly [string, string, string?])[]): readonly string[] => [
  ...new Set(['', ...options.map(([, , group = '']) => group)]),
];
