import { t } from '../strings.en.ts';
import { useNow } from './use-now.ts';

/** How long ago something was, exact in its title. */
export function Ago({ at }: { readonly at: Date | undefined }) {
  const now = useNow(5_000);
  if (!at) return <span>{t.never}</span>;
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {t.time.ago(Math.max(0, (now.getTime() - at.getTime()) / 1_000))}
    </time>
  );
}
