import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Button, Switch } from 'react-aria-components';
import { firstSlot, type Suggestion, suggestionsFor } from '../domain/completion.ts';
import { t } from '../strings.en.ts';
import { Phrase } from './phrase.tsx';
import { Waiting } from './waiting.tsx';

export interface CommandBarProps {
  readonly skills: readonly Skill[];
  readonly saidBefore: readonly string[];
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  readonly onSay: (text: string, dryRun: boolean) => Promise<boolean>;
  readonly onCancel: () => void;
}

/** Where it is said what to do: completed from skills and from what was said before, by keys alone. */
export function CommandBar({ skills, saidBefore, isBusy, isDisabled, onSay, onCancel }: CommandBarProps) {
  const [text, setText] = useState('');
  const [dryRun, setDryRun] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const found = suggestionsFor(text, skills, saidBefore);
  const isShown = isOpen && found.length > 0;

  const take = (one: Suggestion) => {
    setText(one.text);
    setOpen(false);
    setAt(-1);
    input.current?.focus();
    const slot = firstSlot(one.text);
    // Once the input has the text.
    if (slot) requestAnimationFrame(() => input.current?.setSelectionRange(...slot));
  };
  const say = async () => {
    const said = text.trim();
    if (said === '' || isBusy || isDisabled) return;
    setOpen(false);
    if (await onSay(said, dryRun)) setText('');
  };
  const onKey = (event: KeyboardEvent) => {
    const last = found.length - 1;
    if (event.key === 'ArrowDown') {
      setOpen(true);
      setAt(at >= last ? 0 : at + 1);
    } else if (event.key === 'ArrowUp' && isShown) setAt(at <= 0 ? last : at - 1);
    else if (event.key === 'Escape' && isShown) {
      setOpen(false);
      setAt(-1);
    } else if (event.key === 'Enter') {
      const chosen = isShown ? found[at] : undefined;
      if (chosen) take(chosen);
      else void say();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="command-bar panel">
      <div className="combobox">
        <input
          ref={input}
          role="combobox"
          aria-label={t.desk.sayLabel}
          aria-expanded={isShown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isShown && at >= 0 ? `${listId}-${at}` : undefined}
          placeholder={t.desk.sayPlaceholder}
          value={text}
          autoComplete="off"
          spellCheck={false}
          disabled={isDisabled}
          onChange={({ target }) => {
            setText(target.value);
            setOpen(target.value !== '');
            setAt(-1);
          }}
          onKeyDown={onKey}
          onBlur={() => setOpen(false)}
        />
        <div id={listId} role="listbox" aria-label={t.desk.suggestions} hidden={!isShown}>
          {found.map((one, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus, as a combobox does
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the input's
            <div
              key={`${one.from} ${one.text}`}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              <Phrase text={one.text} />
              <small>{one.from === 'skill' ? t.desk.fromSkill : t.desk.fromHistory}</small>
            </div>
          ))}
        </div>
      </div>
      <Switch isSelected={dryRun} onChange={setDryRun} className="switch">
        <span className="track" />
        <span title={t.desk.dryRunHint}>{t.desk.dryRun}</span>
      </Switch>
      {isBusy ? (
        <Waiting words={t.desk.working} onCancel={onCancel} />
      ) : (
        <Button className="primary" onPress={() => void say()} isDisabled={isDisabled || text.trim() === ''}>
          {t.desk.say}
        </Button>
      )}
    </div>
  );
}
