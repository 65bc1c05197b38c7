import { useState } from 'preact/hooks';
import { ask, query } from '../../api/client';
import { stale, useResource } from '../../api/resource';
import { usePlace, go, withQuery } from '../../app/router';
import { has } from '../../app/session';
import { t, word } from '../../i18n';
import type { List, Party, Person, Problem as ProblemData } from '../../api/types';
import { Dialog, Field } from '../../ui/form';
import { Head, useWhere } from '../../ui/page';
import { Problem, fault } from '../../ui/problem';
import { State, When } from '../../ui/state';
import { SearchField, Table } from '../../ui/table';

function NewPerson({ onClose }: { onClose: () => void }) {
  const parties = useResource<List<Party>>('/parties?limit=500');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [made, setMade] = useState<Person | null>(null);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const data = new FormData(e.currentTarget as HTMLFormElement);
    const body = Object.fromEntries([...data.entries()].filter(([, v]) => v !== ''));
    const answer = await ask<Person>('/people', { body, once: true });
    setProblem(answer.problem ?? null);
    if (answer.ok && answer.data) setMade(answer.data);
    stale((p) => p.startsWith('/people'));
  }
  return (
    <Dialog title={t('people.new')} onClose={onClose}>
      {made ? (
        <div class="inside">
          <h1>{made.display_name}</h1>
          <p>{t('people.made')}</p>
          <pre class="canonical">{made.first_password}</pre>
          <div class="acts"><button class="primary" onClick={onClose}>{t('act.close')}</button></div>
        </div>
      ) : (
        <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
          <h1>{t('people.new')}</h1>
          <div class="fields">
            <Field label={t('person.name')} fault={fault(problem, 'display_name')}><input name="display_name" required /></Field>
            <Field label={t('signin.login')} fault={fault(problem, 'login')}><input name="login" required pattern="[a-z0-9._\-]{3,64}" autocapitalize="none" /></Field>
            <Field label={t('person.party')} fault={fault(problem, 'party_id')}><select name="party_id" required><option value="" />{parties.data?.items.map((p) => <option value={p.id} key={p.id}>{p.name} · {word('party', p.kind)}</option>)}</select></Field>
            <Field label={t('person.identity')} hint={t('person.identity.hint')} fault={fault(problem, 'identity')}><input name="identity" required autocomplete="off" placeholder="passport:…" /></Field>
            <Field label={t('settings.language')}><select name="language"><option value="en">English</option><option value="zh">中文</option></select></Field>
          </div>
          <Problem problem={problem} />
          <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary">{t('people.new.act')}</button></div>
        </form>
      )}
    </Dialog>
  );
}

export function People() {
  useWhere({ name: t('nav.people') });
  const { query: q } = usePlace();
  const [adding, setAdding] = useState(false);
  const pending = q.get('keys') === 'pending';
  return (
    <>
      <Head title={t('nav.people')} acts={has('admin') && <button onClick={() => setAdding(true)}>{t('people.new')}</button>} />
      <div class="filters">
        <SearchField label={t('people.search')} />
        <button class="chip" aria-pressed={pending} onClick={() => go(withQuery({ keys: pending ? null : 'pending' }), true)}>{t('people.pending')}</button>
      </div>
      <Table<Person>
        path={'/people' + query({ q: q.get('q'), keys: q.get('keys'), limit: 100 })}
        id={(p) => p.id}
        open={(p) => `/people/${p.id}`}
        empty={<><h2>{t('people.empty')}</h2><p>{t('people.empty.do')}</p></>}
        columns={[
          { name: t('person.name'), cell: (p) => <a class="cover" href={`/people/${p.id}`}>{p.display_name}</a> },
          { name: t('person.party'), cell: (p) => p.party?.name },
          { name: t('person.roles'), class: 'hide-narrow', cell: (p) => p.roles?.map((r) => word('role', r)).join(', ') },
          { name: t('person.keys'), cell: (p) => p.keys?.map((k) => <State state={k.state} key={k.id} />) },
          { name: t('person.last'), class: 'hide-narrow', cell: (p) => <When at={p.last_signed_in_at} /> },
        ]}
      />
      {adding && <NewPerson onClose={() => setAdding(false)} />}
    </>
  );
}
