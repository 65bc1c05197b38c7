// From the first question to saved. The address has the question's name and nothing that was answered.
import { useEffect, useState } from 'preact/hooks';
import { now } from '../api';
import { answered, check, correction, dropDraft, fresh, loadDraft, reached, saveDraft, steps, type Draft, type Rules, type Step, type Wrong } from '../draft';
import { enqueue, sync } from '../queue';
import { go } from '../place';
import { closedBecause, current, useApp } from '../state';
import { t } from '../words';
import { Errors, Question } from './parts';
import { Ask } from './questions';
import { Review } from './review';

export function rulesOf(): Rules {
  const standing = current().standing;
  return { today: now().toISOString().slice(0, 10), adultAge: standing?.policy.adult_age ?? 18, picturesMin: standing?.policy.pictures_min ?? 1, places: standing?.places.length ?? 1 };
}

function Done() {
  const { online } = useApp();
  return (
    <Question title={t('done.title')} text={online ? t('done.text.online') : t('done.text.offline')}>
      <p><a class="button" href="#/">{t('done.home')}</a></p>
      {!closedBecause(current(), now()) && <p><a href="#/capture/who">{t('done.next')}</a></p>}
    </Question>
  );
}

export function Capture({ step, correcting }: { step: string; correcting: string }) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [wrong, setWrong] = useState<Wrong>({});
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    void (async () => {
      const item = correcting ? current().items.find((i) => i.id === correcting) : undefined;
      const kept = await loadDraft(now());
      const begun = now().toISOString();
      if (item && kept?.corrects?.id !== item.id) {
        const made = correction(item, begun);
        setDraft(made);
        await saveDraft(made);
        go('/capture/' + (made.asked[0] ?? 'review'), true);
      } else {
        setDraft(kept ?? fresh(begun, current().standing?.device.place ?? ''));
      }
    })();
  }, [correcting]);
  useEffect(() => setWrong({}), [step]);
  if (step === 'done') return <Done />;
  if (!draft) return null;
  if (!draft.corrects && closedBecause(current(), now())) {
    go('/', true);
    return null;
  }
  const rules = rulesOf(), all = steps(draft, rules), first = reached(draft, rules);
  const at: Step = all.includes(step as Step) && all.indexOf(step as Step) <= all.indexOf(first) ? (step as Step) : first;

  const change = (next: Draft): void => {
    setDraft(next);
    void saveDraft(next);
  };
  const onward = (e: Event): void => {
    e.preventDefault();
    const found = check(at, draft, rules);
    setWrong(found);
    if (Object.keys(found).length === 0) go('/capture/' + all[all.indexOf(at) + 1]);
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailed(false);
    try {
      const f = draft.fields;
      await enqueue({ fields: answered(draft), pictures: draft.pictures, category: f['category'] ?? '', kind: f['document_kind'] ?? '', ...(draft.corrects ? { corrects: draft.corrects } : {}) });
      await dropDraft();
      setDraft(fresh(now().toISOString(), current().standing?.device.place ?? ''));
      go('/capture/done', true);
      void sync();
    } catch {
      setFailed(true); // nothing was lost: the draft is kept
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <a class="back" href="#/" onClick={(e) => { e.preventDefault(); if (all.indexOf(at) === 0) go('/'); else go('/capture/' + all[all.indexOf(at) - 1]); }}>{t('app.back')}</a>
      <Errors wrong={wrong} />
      {at === 'review'
        ? <Review draft={draft} steps={all} busy={busy} failed={failed} go={(s) => go('/capture/' + s)} save={() => void save()} />
        : (
          <form noValidate onSubmit={onward}>
            <Ask step={at} draft={draft} wrong={wrong} set={(fields) => change({ ...draft, fields: { ...draft.fields, ...fields } })} put={(pictures) => change({ ...draft, pictures })} />
            <button class="button">{t('app.continue')}</button>
          </form>
        )}
      <p class="stop"><button class="link" onClick={() => { void dropDraft().then(() => go('/')); }}>{t('app.cancel')}</button></p>
    </>
  );
}
