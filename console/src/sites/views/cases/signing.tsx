// Signing: the exact text, its hash computed here, who has signed, who may, and every reason why I can't.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { put, stale } from '../../../api/resource';
import { holds, signText as signWithBrowser } from '../../../crypto/browser_key';
import { sha256, toHex, utf8 } from '../../../crypto/bytes';
import { signText as signWithSecurityKey } from '../../../crypto/webauthn';
import { spkiFingerprint } from '../../../crypto/fingerprint';
import { t, word } from '../../../i18n';
import type { Decision, Problem as ProblemData, SigningKey } from '../../types';
import { Problem } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Third } from './third';

async function usable(keys: SigningKey[]): Promise<SigningKey[]> {
  const out: SigningKey[] = [];
  for (const k of keys) {
    if (k.kind === 'webauthn' || (await holds(await spkiFingerprint(k.public_key)))) out.push(k);
  }
  return out;
}

export function Signing({ of: d, onDone }: { of: Decision; onDone: () => void }) {
  const [hash, setHash] = useState('');
  const [keys, setKeys] = useState<SigningKey[] | null>(null);
  const [read, setRead] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    setRead(false);
    void sha256(utf8(d.canonical_text)).then((h) => setHash(toHex(h)));
  }, [d.canonical_text]);
  useEffect(() => void usable(d.may_sign?.keys ?? []).then(setKeys), [d.may_sign?.keys]);
  const fits = hash !== '' && hash === d.text_sha256;
  const waits = d.state === 'draft' || d.state === 'decided' || d.may_sign?.as === 'third';
  const roles = d.third_signature ? ['decider', 'third', 'confirmer'] : ['decider', 'confirmer'];
  const key = keys?.[0];

  async function sign() {
    if (!key) return;
    setBusy(true);
    setTrouble('');
    setProblem(null);
    try {
      const common = { key_id: key.id, text_sha256: hash };
      let body: Record<string, unknown>;
      if (key.kind === 'webcrypto') {
        const signature = await signWithBrowser(await spkiFingerprint(key.public_key), d.canonical_text);
        body = { ...common, webcrypto: { signature } };
      } else {
        body = { ...common, webauthn: await signWithSecurityKey(key.credential_id!, d.canonical_text) };
      }
      const answer = await ask<Decision>(`/decisions/${d.id}/signatures`, { body });
      if (!answer.ok) setProblem(answer.problem ?? null);
      else {
        if (answer.data?.canonical_text) put(`/decisions/${d.id}`, answer.data, answer.etag);
        stale((p) => p.startsWith('/cases') || p.startsWith('/orders') || p.startsWith('/decisions') || p === '/home');
        onDone();
      }
    } catch {
      setTrouble(t('sign.cancelled'));
    }
    setBusy(false);
  }

  return (
    <div class="panel" id="sign">
      <h2>{t('sign.title')}</h2>
      <ol class="signers">
        {roles.map((role, i) => {
          const s = d.signatures.find((x) => x.as === role);
          return (
            <li key={role}>
              <span class={s ? 'mark yes' : 'mark'}>{s ? '✓' : i + 1}</span>
              <span>
                {word('role', role)}: {s ? <b>{s.person.display_name}</b> : <span class="soft">{t('sign.waits')}</span>}
                {s && <span class="meta"><br />{s.party} · <When at={s.at} /> · {t(s.key_kind === 'webauthn' ? 'key.webauthn' : 'key.webcrypto')}</span>}
                {!s && role === 'confirmer' && d.may_confirm?.length > 0 && <span class="meta"><br />{t('sign.may.confirm', { names: d.may_confirm.map((p) => p.display_name).join(', ') })}</span>}
                {!s && role === 'confirmer' && (d.may_confirm?.length ?? 0) === 0 && d.state === 'decided' && <span class="meta late"><br />{t('sign.nobody')}</span>}
              </span>
            </li>
          );
        })}
      </ol>
      {d.third_signature && <Third of={d.third_signature} />}
      <details open={waits}>
        <summary>{t('sign.text')}</summary>
        <pre class="canonical" tabIndex={0} aria-label={t('sign.text')}>{d.canonical_text}</pre>
      </details>
      <p class="meta wrap">SHA-256 <span class="mono">{hash}</span><br />{fits ? t('sign.hash.fits') : hash ? <b class="late">{t('sign.hash.differs')}</b> : ''}</p>
      {waits && d.may_sign?.allowed && keys && (
        key ? (
          <>
            <div class="fields"><label class="check"><input type="checkbox" checked={read} onChange={(e) => setRead(e.currentTarget.checked)} /><span>{t('sign.read')}</span></label></div>
            <div><button class="primary" disabled={busy || !fits || !read} onClick={() => void sign()}>{t(d.may_sign.as === 'third' ? 'sign.third' : d.may_sign.as === 'confirmer' ? 'sign.confirm' : 'sign.decide')}</button></div>
            <p class="meta">{t(key.kind === 'webauthn' ? 'sign.with.webauthn' : 'sign.with.webcrypto', { label: key.label })}</p>
          </>
        ) : <p class="tell wait">{t('sign.no.key.here')} <a href="/settings">{t('sign.enrol')}</a></p>
      )}
      {waits && d.may_sign && !d.may_sign.allowed && (
        <div class="tell wait"><h3>{t('sign.why.not')}</h3><ul>{d.may_sign.why_not.map((w) => <li key={w.code}>{w.sentence}</li>)}</ul></div>
      )}
      {trouble && <p class="tell wait" role="alert">{trouble}</p>}
      <Problem problem={problem} />
      {d.order_id && <p class="tell good">{t('sign.ordered')} <a href={`/orders/${d.order_id}`}>{t('sign.open.order')}</a></p>}
    </div>
  );
}
