import { useState } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'karna.theme';
const kept = (): Theme => themes.find((one) => one === localStorage.getItem(key)) ?? 'system';

/** The page looks as it was chosen on this browser. */
export function applyTheme(theme: Theme = kept()): void {
  document.documentElement.dataset.theme = theme;
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(kept);
  const choose = (next: Theme) => {
    localStorage.setItem(key, next);
    applyTheme(next);
    setTheme(next);
  };
  return [theme, choose];
}
