// Mine: signing keys and their enrolment, password, language and looks.
import { useState } from 'preact/hooks';
import { ask } from '../api/client';
import { stale, useResource } from '../api/resource';
import { LanguageSwitch, ThemeSwitch } from '../app/frame';
import { current, has, me } from '../app/session';
import { makeKey } from '../crypto/browser_key';
import { spoken } from '../crypto/fingerprint';
import { available, enrol } from '../crypto/webauthn';
import { t, word } from '../i18n';
import type { KeyChallenge, List, Problem as ProblemData, SigningKey } from '../api/types';
import { Field } from '../ui/form';
import { Facts, Group, Head, useWhere } from '../ui/page';
import { Problem } from '../ui/problem';
import { State, When } from '../ui/state';

export function KeyLine({ of: k }: { of: SigningKey }) {
  return (
    <li>
      <span>{k.label || t(k.kind === 'webauthn' ? 'key.webauthn' : 'key.webcrypto')}</span>
      <span class="meta">{t(k.kind === 'webauthn' ? 'key.webauthn' : 'key.webcrypto')} · <span class="mono">{k.fingerprint}</span> · <When at={k.created_at} /></span>
      <State state={k.state} />
    </li>
  );
}

function Keys() {
  const keys = useResource<List<SigningKey>>('/me/keys');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [trouble, setTrouble] = useState('');
  const [made, setMade] = useState('');
  const kind = current()?.instance.kind;
  async function register(which: 'webauthn' | 'webcrypto') {
    setProblem(null);
    setTrouble('');
    const challenge = await ask<KeyChallenge>('/me/keys/challenge', { method: 'POST' });
    if (!challenge.data) return setProblem(challenge.problem ?? null);
    const c = challenge.data;
    let body: Record<string, unknown>;
    try {
      if (which === 'webauthn') body = { kind: which, label: t('key.webauthn'), challenge: c.challenge, webauthn: await enrol(c) };
      else {
        const key = await makeKey(me(), c.proof_text);
        body = { kind: which, label: t('key.webcrypto'), challenge: c.challenge, webcrypto: { public_key: key.publicKey, signature: key.signature } };
        setMade(spoken(key.fingerprint));
      }
    } catch {
      return setTrouble(t('sign.cancelled'));
    }
    const answer = await ask<SigningKey>('/me/keys', { body });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    if (answer.data?.fingerprint) setMade(answer.data.fingerprint);
    stale((p) => p === '/me/keys' || p === '/home');
  }
  return (
    <Group title={t('settings.keys')}>
      <p class="soft">{t('settings.keys.text')}</p>
      {keys.data?.items.length ? <ul class="links">{keys.data.items.map((k) => <KeyLine of={k} key={k.id} />)}</ul> : keys.data && <p>{t('settings.keys.none')}</p>}
      <Problem problem={problem ?? keys.problem} />
      {trouble && <p class="tell wait" role="alert">{trouble}</p>}
      {made && <p class="tell good" role="status">{t('settings.keys.made')} <b class="mono">{made}</b></p>}
      <div class="filters">
        <button class={kind === 'production' ? 'primary' : ''} disabled={!available()} onClick={() => void register('webauthn')}>{t('settings.keys.webauthn')}</button>
        {kind !== 'production' && <button class="primary" onClick={() => void register('webcrypto')}>{t('settings.keys.webcrypto')}</button>}
      </div>
      {kind !== 'production' && <p class="meta">{t('settings.keys.demo')}</p>}
    </Group>
  );
}

export function Password({ onDone }: { onDone?: () => void }) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [done, setDone] = useState(false);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const form = e.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const answer = await ask('/session/password', { body: { current: data.get('current'), next: data.get('next') } });
    setProblem(answer.problem ?? null);
    setDone(answer.ok);
    if (answer.ok) {
      form.reset();
      onDone?.();
    }
  }
  return (
    <Group title={t('settings.password')}>
      <form class="fields" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <Field label={t('settings.password.now')}><input type="password" name="current" autocomplete="current-password" required /></Field>
        <Field label={t('settings.password.next')} hint={t('settings.password.hint')}><input type="password" name="next" autocomplete="new-password" minLength={12} required /></Field>
        <Problem problem={problem} />
        {done && <p class="tell good" role="status">{t('settings.password.done')}</p>}
        <div><button>{t('settings.password.act')}</button></div>
      </form>
    </Group>
  );
}

export function Settings() {
  useWhere({ name: t('nav.settings') });
  const s = current();
  const signs = has('decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer');
  return (
    <>
      <Head title={t('nav.settings')} />
      <div class="columns">
        <div class="stack">
          {signs && <Keys />}
          <Password />
        </div>
        <div class="stack">
          <Group title={t('settings.me')}>
            <Facts of={[[t('person.name'), s?.person?.display_name], [t('person.party'), s?.party?.name], [t('person.roles'), s?.roles?.map((r) => word('role', r)).join(', ')]]} />
          </Group>
          <Group title={t('settings.language')}><div class="filters"><LanguageSwitch /></div></Group>
          <Group title={t('settings.theme')}><div class="filters"><ThemeSwitch /></div></Group>
        </div>
      </div>
    </>
  );
}
