// Starts a console: theme, words, router, and the first drawing.
import { render } from 'preact';
import { firstLanguage, setLanguage, speak } from '../i18n';
import { App } from './app';
import { build, type House } from './house';
import { startRouter } from './router';
import { setTheme, theme } from './theme';

export function start(house: House): void {
  build(house);
  speak(house.words);
  setTheme(theme());
  startRouter();
  void setLanguage(firstLanguage()).then(() => render(<App />, document.getElementById('app')!));
}
