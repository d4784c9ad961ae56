import { useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { t } from '../strings.en.ts';

/** Something to be taken elsewhere. */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }) {
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // Without permission it can still be copied by hand.
      () => document.querySelector<HTMLTextAreaElement>(`#${CSS.escape(id)}`)?.select(),
    );
  return (
    <div className="stack">
      <label htmlFor={id}>{label}</label>
      <textarea id={id} readOnly value={text} rows={3} spellCheck={false} onFocus={({ target }) => target.select()} />
      <div className="row">
        <Button onPress={() => void copy()}>{isCopied ? t.copied : t.copy}</Button>
      </div>
    </div>
  );
}
