import { KarnaError } from '@karna/client';
import { advice } from '../advice.en.ts';
import { t } from '../strings.en.ts';

/** What went wrong, its code, and what can be done about it. Somebody who cancelled knows. */
export function ErrorNote({ error }: { readonly error: unknown }) {
  if (!(error instanceof KarnaError))
    return (
      <div className="note bad" role="alert">
        <p>{t.error.unforeseen}</p>
        <p>
          {t.error.whatToDo} {advice['protocol.unsupported']}
        </p>
      </div>
    );
  if (error.code === 'request.cancelled') return null;
  return (
    <div className="note bad" role="alert">
      <p>
        {error.message} <code>{error.code}</code>
      </p>
      <p>
        {t.error.whatToDo} {advice[error.code]} {error.incidentId && t.error.incident(error.incidentId)}
      </p>
    </div>
  );
}
