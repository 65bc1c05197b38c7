// Where a dealer sells, and who sells there.
import { useState } from 'preact/hooks';
import { ask } from '../../../api/client';
import { stale, useResource } from '../../../api/resource';
import { has } from '../../../app/session';
import { t } from '../../../i18n';
import type { DealerPlace, DealerWorker, List, PersonRef, Problem as ProblemData } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Group } from '../../../ui/page';
import { Problem, fault } from '../../../ui/problem';
import { When } from '../../../ui/state';
import { Table } from '../../../ui/table';

function NewPlace({ path, onClose }: { path: string; onClose: () => void }) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const typed = Object.fromEntries([...new FormData(e.currentTarget as HTMLFormElement)].filter(([, v]) => v !== '')) as Record<string, string>;
    const degrees = Object.fromEntries(['latitude', 'longitude'].filter((f) => f in typed).map((f) => [f, Number(typed[f])]));
    const answer = await ask(`${path}/places`, { body: { ...typed, ...degrees } });
    setProblem(answer.problem ?? null);
    if (!answer.ok) return;
    stale((p) => p.startsWith(path));
    onClose();
  }
  return (
    <Dialog title={t('place.new')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('place.new')}</h1>
        <p class="soft">{t('place.new.text')}</p>
        <div class="fields">
          <div class="two">
            <Field label={t('place.code')} fault={fault(problem, 'code')}><input name="code" required maxLength={64} /></Field>
            <Field label={t('line.region')} fault={fault(problem, 'region')}><input name="region" required maxLength={32} /></Field>
          </div>
          <div class="two">
            <Field label={t('place.latitude')} fault={fault(problem, 'latitude')}><input name="latitude" type="number" step="any" min={-90} max={90} /></Field>
            <Field label={t('place.longitude')} fault={fault(problem, 'longitude')}><input name="longitude" type="number" step="any" min={-180} max={180} /></Field>
          </div>
        </div>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('place.new')}</button></div>
      </form>
    </Dialog>
  );
}

function NewWorker({ path, onClose }: { path: string; onClose: () => void }) {
  const people = useResource<List<PersonRef>>(`${path}/candidates?limit=500`);
  const [person, setPerson] = useState('');
  const { busy, problem, ask } = useAsking();
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask(`${path}/people`, { body: { person_id: person } });
    if (!answer.ok) return;
    stale((p) => p.startsWith(path));
    onClose();
  }
  return (
    <Dialog title={t('worker.new')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e)}>
        <h1>{t('worker.new')}</h1>
        <p class="soft">{t('worker.new.text')}</p>
        <div class="fields">
          <Field label={t('worker.one')} fault={fault(problem, 'person_id')}><select required value={person} onChange={(e) => setPerson(e.currentTarget.value)}><option value="">{t('purpose.choose')}</option>{people.data?.items.map((p) => <option value={p.id} key={p.id}>{p.display_name}</option>)}</select></Field>
        </div>
        {people.data?.items.length === 0 && <p class="tell wait">{t('worker.new.nobody')}</p>}
        <Problem problem={problem ?? people.problem ?? null} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('worker.new')}</button></div>
      </form>
    </Dialog>
  );
}

export function Shops({ dealer, open }: { dealer: string; open: boolean }) {
  const path = `/dealers/${dealer}`;
  const [adding, setAdding] = useState(false), [hiring, setHiring] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const may = open && has('registrar', 'operator');
  async function end(w: DealerWorker) {
    const answer = await ask(`${path}/people/${w.person_id}`, { method: 'DELETE' });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith(path));
  }
  return (
    <>
      <Group title={t('places.title')} aside={may && <button class="small" onClick={() => setAdding(true)}>{t('place.new')}</button>}>
        <Table<DealerPlace>
          path={`${path}/places?limit=20`}
          id={(p) => p.code}
          empty={<p>{t('places.none')}</p>}
          columns={[
            { name: t('place.code'), cell: (p) => <b>{p.code}</b> },
            { name: t('line.region'), cell: (p) => p.region },
            { name: t('place.where'), class: 'hide-narrow', cell: (p) => p.latitude !== null && p.longitude !== null && <span class="num">{p.latitude.toFixed(3)}, {p.longitude.toFixed(3)}</span> },
            { name: t('pool.made'), class: 'hide-narrow', cell: (p) => <When at={p.made_at} /> },
          ]}
        />
      </Group>
      <Group title={t('workers.title')} aside={may && <button class="small" onClick={() => setHiring(true)}>{t('worker.new')}</button>}>
        <Problem problem={problem} />
        <Table<DealerWorker>
          path={`${path}/people?limit=20`}
          id={(w) => w.id}
          empty={<p>{t('workers.none')}</p>}
          columns={[
            { name: t('worker.one'), cell: (w) => <b>{w.person?.display_name ?? w.person_id.slice(-6)}</b> },
            { name: t('line.from'), class: 'hide-narrow', cell: (w) => <When at={w.from} /> },
            { name: t('line.until'), cell: (w) => (w.until ? <When at={w.until} /> : t('holding.active')) },
            { name: t('page.next'), class: 'right', cell: (w) => may && !w.until && <button class="small" title={t('worker.end.text')} onClick={() => void end(w)}>{t('worker.end')}</button> },
          ]}
        />
      </Group>
      {adding && <NewPlace path={path} onClose={() => setAdding(false)} />}
      {hiring && <NewWorker path={path} onClose={() => setHiring(false)} />}
    </>
  );
}
