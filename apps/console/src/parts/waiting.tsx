import { Button, ProgressBar } from 'react-aria-components';
import { t } from '../strings.en.ts';

/** Something is going on, and can be given up where that is possible. */
export function Waiting({ words, onCancel }: { readonly words: string; readonly onCancel?: (() => void) | undefined }) {
  return (
    <div className="waiting" role="status">
      <ProgressBar isIndeterminate aria-label={words} className="spinner" />
      <span>{words}</span>
      {onCancel && <Button onPress={onCancel}>{t.cancel}</Button>}
    </div>
  );
}
