import { useState } from 'react';

/** What somebody makes of a text that is kept elsewhere; begins anew when that changes. */
export function useEdited(kept: string): readonly [string, (text: string) => void] {
  const [edit, setEdit] = useState({ kept, text: kept });
  return [edit.kept === kept ? edit.text : kept, (text) => setEdit({ kept, text })];
}
