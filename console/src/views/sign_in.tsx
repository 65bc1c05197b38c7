import { useState } from 'preact/hooks';
import { Band, LanguageSwitch } from '../app/frame';
import { house } from '../app/house';
import { signIn } from '../app/session';
import { t } from '../i18n';
import type { Instance, Problem as ProblemData } from '../api/types';
import { Field } from '../ui/form';
import { Problem } from '../ui/problem';

export function SignIn({ instance }: { instance: Instance }) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: Event) {
    e.preventDefault();
    setBusy(true);
    const failed = await signIn(login.trim(), password);
    setBusy(false);
    setProblem(failed);
    if (failed) setPassword('');
  }
  return (
    <div class="sign-in">
      <div><Band instance={instance} /></div>
      <main class="card">
        <div class="brand"><img src="/mark.svg" alt="" />{house().name}</div>
        <div><h1>{t('signin.title')}</h1><p class="meta">{instance.name}</p></div>
        <form class="fields" onSubmit={(e) => void send(e)}>
          <Field label={t('signin.login')}><input name="login" autocomplete="username" autocapitalize="none" spellcheck={false} required value={login} onInput={(e) => setLogin(e.currentTarget.value)} /></Field>
          <Field label={t('signin.password')}><input name="password" type="password" autocomplete="current-password" required value={password} onInput={(e) => setPassword(e.currentTarget.value)} /></Field>
          <Problem problem={problem} />
          <button class="primary" disabled={busy}>{t('signin.act')}</button>
        </form>
        {instance.kind === 'demo' && <p class="meta">{t('signin.demo')}</p>}
      </main>
      <footer><LanguageSwitch />{house().links.filter((l) => l.at.includes('sign_in')).map((l) => <a key={l.path} href={l.path}>{t(l.name)}</a>)}</footer>
    </div>
  );
}
