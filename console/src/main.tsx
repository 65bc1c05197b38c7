import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/record.css';
import './styles/case.css';
import { render } from 'preact';
import { App } from './app/app';
import { startRouter } from './app/router';
import { setTheme, theme } from './app/theme';
import { firstLanguage, setLanguage } from './i18n';

setTheme(theme());
startRouter();
void setLanguage(firstLanguage()).then(() => render(<App />, document.getElementById('app')!));
