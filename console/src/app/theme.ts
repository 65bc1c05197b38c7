// Light, dark, high contrast; "" follows the system. Kept in this browser.
export type Theme = '' | 'light' | 'dark' | 'contrast';

export function theme(): Theme {
  return (localStorage.getItem('muster.theme') as Theme | null) ?? '';
}

export function setTheme(to: Theme): void {
  if (to) document.documentElement.dataset['theme'] = to;
  else delete document.documentElement.dataset['theme'];
  localStorage.setItem('muster.theme', to);
}
