// What was recorded wrongly is asked to be put right, with its evidence. Another person decides.
import { useState } from 'preact/hooks';
import { stale } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { Correction, Holder } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { noProof, ProofFields } from '../../ui/proof';
import { documentKinds } from '../persons/find';

export function AskCorrection({ of: h, onClose }: { of: Holder; onClose: () => void }) {
  const [part, setPart] = useState('');
  const [proof, setProof] = useState(noProof);
  const { busy, problem, ask } = useAsking();
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const typed = Object.fromEntries([...new FormData(e.currentTarget as HTMLFormElement)].filter(([, v]) => v !== ''));
    const answer = await ask<Correction>(`/holders/${h.id}/corrections`, { body: { ...typed, part, ...proof } });
    if (!answer.data) return;
    stale((p) => p.startsWith('/corrections') || p === `/holders/${h.id}`);
    go(`/corrections/${answer.data.id}`);
  }
  return (
    <Dialog title={t('correction.ask')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('correction.ask')}</h1>
        <p class="soft">{t('correction.ask.text')}</p>
        <div class="fields">
          <Field label={t('correction.part')} fault={fault(problem, 'part')}><select required value={part} onChange={(e) => setPart(e.currentTarget.value)}><option value="">{t('purpose.choose')}</option>{['name', 'birth_date', 'address', 'document'].map((p) => <option value={p} key={p}>{word('field', p)}</option>)}</select></Field>
          {part && part !== 'document' && <Field label={t('correction.right')} hint={t('correction.right.hint')} fault={fault(problem, 'value')}>{part === 'birth_date' ? <input name="value" type="date" required /> : <input name="value" required maxLength={1000} autocomplete="off" />}</Field>}
          {part === 'document' && (
            <>
              <Field label={t('correction.document')} fault={fault(problem, 'document_id')}><select name="document_id" required>{h.documents.map((d) => <option value={d.id} key={d.id}>{word('document', d.kind)} · {d.country}</option>)}</select></Field>
              <div class="two">
                <Field label={t('find.kind')} fault={fault(problem, 'document_kind')}><select name="document_kind">{documentKinds.map((k) => <option value={k} key={k}>{word('document', k)}</option>)}</select></Field>
                <Field label={t('find.country')} fault={fault(problem, 'document_country')}><input name="document_country" required maxLength={3} autocomplete="off" /></Field>
                <Field label={t('find.number')} fault={fault(problem, 'document_number')}><input name="document_number" required maxLength={64} autocomplete="off" /></Field>
                <Field label={t('find.expires')} fault={fault(problem, 'document_expires_on')}><input name="document_expires_on" type="date" /></Field>
              </div>
            </>
          )}
          <ProofFields value={proof} onChange={setProof} problem={problem} />
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy || !part}>{t('correction.ask.act')}</button></div>
      </form>
    </Dialog>
  );
}
