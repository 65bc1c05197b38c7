// The list of this device: what waits, what is being sent, what was refused and why.
import { useEffect, useState } from 'preact/hooks';
import { now } from '../api';
import { dropDraft, loadDraft, questionsOf } from '../draft';
import { dismiss, sync } from '../queue';
import { closedBecause, useApp, type Item } from '../state';
import { t, told, language } from '../words';
import { Question } from './parts';

const time = (at: string): string => new Date(at).toLocaleString(language() === 'zh' ? 'zh-CN' : 'en-GB', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

function Row({ item }: { item: Item }) {
  const state = item.state === 'sending' ? t('queue.sending', { percent: Math.floor((100 * item.held) / item.size) }) : t(`queue.${item.state}`);
  return (
    <li class={'item ' + item.state} data-state={item.state}>
      <div class="row">
        <b>{item.tail ? t('queue.item', { tail: item.tail }) : t('queue.item.none')}</b>
        <span class="state">{state}</span>
      </div>
      <p class="hint">{time(item.at)} · {told('kind', item.kind, ' ')} · {t('queue.size', { n: Math.ceil(item.size / 1024) })}</p>
      {item.state === 'sending' && <progress max={item.size} value={item.held}>{state}</progress>}
      {item.state === 'refused' && (
        <>
          <ul class="faults">{item.faults.map((f) => <li key={f.code + f.field}>{f.field && <b>{told('field', f.field)}: </b>}{told('fault', f.code, f.sentence)}</li>)}</ul>
          <div class="acts">
            {questionsOf(item).length > 0 ? <a class="button second" href={'#/correct/' + item.id}>{t('queue.correct')}</a> : <p>{t('queue.again')}</p>}
            <button class="link" onClick={() => void dismiss(item)}>{t('queue.dismiss')}</button>
          </div>
        </>
      )}
    </li>
  );
}

export function Home() {
  const app = useApp();
  const [draft, setDraft] = useState(false);
  useEffect(() => void loadDraft(now()).then((d) => setDraft(d !== null)), []);
  const closed = closedBecause(app, now()), s = app.standing;
  const waits = app.items.some((i) => i.state === 'waiting' || i.state === 'sending' || i.state === 'looking');
  return (
    <Question title={t('home.title')}>
      {s && <p class="lead">{t('home.place', { dealer: s.dealer.name, place: s.device.place })}{!closed && <> · {t('home.left', { n: s.left_today })}</>}</p>}
      {closed
        ? <p class="closed" role="status">{t(`home.closed.${closed}`)}</p>
        : <p class="acts">
            <a class="button" href={draft ? '#/capture/review' : '#/capture/who'}>{draft ? t('home.resume') : t('home.new')}</a>
            {draft && <button class="link" onClick={() => void dropDraft().then(() => setDraft(false))}>{t('home.drop')}</button>}
          </p>}
      <section aria-labelledby="queue">
        <div class="row"><h2 id="queue">{t('queue.title')}</h2>{(waits || app.trouble) && app.online && <button class="link" disabled={app.syncing} onClick={() => void sync()}>{app.syncing ? t('queue.syncing') : t('queue.sync')}</button>}</div>
        {app.trouble && app.online && <p class="hint" role="status">{t('queue.trouble', { why: app.trouble === 'no_connection' ? t('queue.no_connection') : told('fault', app.trouble) })}</p>}
        {app.items.length === 0 && <p class="hint">{t('queue.none')}</p>}
        <ul class="items">{app.items.map((i) => <Row item={i} key={i.id} />)}</ul>
      </section>
      <p class="hint">{app.synced ? t('home.synced', { at: time(app.synced) }) : t('home.never')} {s && !closed && t('home.freeze', { at: time(s.frozen_at) })}</p>
    </Question>
  );
}
