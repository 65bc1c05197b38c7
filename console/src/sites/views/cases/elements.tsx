// The middle column: what the ground requires. Each element must be tied to evidence before anybody can sign.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { put, stale } from '../../../api/resource';
import { hasWord, t, word } from '../../../i18n';
import type { Case, Problem as ProblemData } from '../../types';
import { Dialog, Field } from '../../../ui/form';
import { Problem } from '../../../ui/problem';

function TieDialog({ of: c, element, etag, onClose }: { of: Case; element: string; etag: string | undefined; onClose: () => void }) {
  const rule = c.elements.find((e) => e.element === element);
  const [chosen, setChosen] = useState(c.evidence?.[0]?.ref ?? 'statement');
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const stated = chosen === 'statement' || chosen === 'lookup';
  async function send(e: Event) {
    e.preventDefault();
    const evidence = c.evidence.find((x) => x.ref === chosen);
    const body = stated
      ? { element, evidence_kind: chosen, evidence_ref: words.trim() }
      : { element, evidence_kind: evidence!.kind, evidence_ref: evidence!.ref, ...(words.trim() ? { note: words.trim() } : {}) };
    const path = `/cases/${c.id}`;
    const answer = await ask<Case>(path + '/elements', { body, ifMatch: etag });
    if (!answer.ok) return setProblem(answer.problem ?? null);
    if (answer.data?.elements && answer.etag) put(path, answer.data, answer.etag);
    else stale((p) => p === path);
    onClose();
  }
  return (
    <Dialog title={t('element.tie')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('element.tie')}</h1>
        <p>{rule?.sentence}</p>
        <div class="fields">
          <fieldset class="scopes">
            <legend>{t('element.evidence')}</legend>
            {c.evidence?.map((x) => (
              <label key={x.ref}><input type="radio" name="evidence" checked={chosen === x.ref} onChange={() => setChosen(x.ref)} /><span><span class="meta">{word('evidence', x.kind)}</span> {x.title}</span></label>
            ))}
            <label><input type="radio" name="evidence" checked={chosen === 'statement'} onChange={() => setChosen('statement')} /><span>{t('element.statement')}</span></label>
            <label><input type="radio" name="evidence" checked={chosen === 'lookup'} onChange={() => setChosen('lookup')} /><span>{t('element.lookup')}</span></label>
          </fieldset>
          <Field label={stated ? t('element.words') : t('element.note')}><textarea required={stated} maxLength={2000} value={words} onInput={(e) => setWords(e.currentTarget.value)} /></Field>
        </div>
        <p class="meta">{t('element.kept')}</p>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('element.tie.act')}</button></div>
      </form>
    </Dialog>
  );
}

export function Elements({ of: c, etag, focus, mayTie, onShow }: { of: Case; etag: string | undefined; focus: string; mayTie: boolean; onShow: (ref: string) => void }) {
  const [tying, setTying] = useState<string | null>(null);
  if (!c.elements?.length) return <p class="soft">{t('element.none')}</p>;
  return (
    <>
      <ol class="elements">
        {c.elements.map((e, i) => {
          const tied = e.ties.length > 0;
          return (
            <li key={e.element} id={`element-${i + 1}`} class={focus === e.element ? 'focus' : ''}>
              <div class="head"><span class="n">{i + 1}</span><span>{hasWord('req', `${c.ground}.${e.element}`) ? word('req', `${c.ground}.${e.element}`) : e.sentence}</span><span class={tied ? 'tick yes' : 'tick no'}>{tied ? t('element.tied') : t('element.missing')}</span></div>
              {tied && (
                <ul class="ties">
                  {e.ties.map((x) => {
                    const evidence = c.evidence?.find((y) => y.ref === x.evidence_ref);
                    return (
                      <li key={x.seq}>
                        <span>{word('evidence', x.evidence_kind)}: </span>
                        {evidence ? <button class="link" onClick={() => onShow(evidence.ref)}>{evidence.title}</button> : <span class="wrap">{x.evidence_kind === 'statement' || x.evidence_kind === 'lookup' ? x.evidence_ref : x.note}</span>}
                        <span> · {x.added_by?.display_name}</span>
                      </li>
                    );
                  })}
                </ul>
              )}
              {mayTie && <div><button class="small" onClick={() => setTying(e.element)}>{tied ? t('element.more') : t('element.tie.act')}</button></div>}
            </li>
          );
        })}
      </ol>
      {tying && <TieDialog of={c} element={tying} etag={etag} onClose={() => setTying(null)} />}
    </>
  );
}
