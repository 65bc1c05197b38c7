// A person: roles (set by an administrator) and signing keys (enrolled by a key officer, never by the administrator).
import { useState } from 'preact/hooks';
import { ask } from '../../api/client';
import { put, stale, useResource } from '../../api/resource';
import { house } from '../../app/house';
import { has, me } from '../../app/session';
import { t, word } from '../../i18n';
import type { Person, Problem as ProblemData, SigningKey } from '../../api/types';
import { Facts, Group, Head, useWhere } from '../../ui/page';
import { Loading, Problem } from '../../ui/problem';
import { State, When } from '../../ui/state';
import { Timeline } from '../../ui/timeline';
import { KeyLine } from '../settings';

function Roles({ of: p, etag }: { of: Person; etag: string | undefined }) {
  const { roles } = house();
  const [chosen, setChosen] = useState(new Set(p.roles));
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const changed = roles.some((r) => chosen.has(r) !== p.roles.includes(r));
  async function send(e: Event) {
    e.preventDefault();
    const answer = await ask<Person>(`/people/${p.id}/roles`, { method: 'PUT', body: { roles: [...chosen] }, ifMatch: etag });
    setProblem(answer.problem ?? null);
    if (answer.ok && answer.data) put(`/people/${p.id}`, answer.data, answer.etag);
  }
  return (
    <form class="fields" onSubmit={(e) => void send(e)}>
      {roles.map((r) => (
        <label class="check" key={r}>
          <input type="checkbox" checked={chosen.has(r)} onChange={(e) => { const next = new Set(chosen); if (e.currentTarget.checked) next.add(r); else next.delete(r); setChosen(next); }} />
          <span>{word('role', r)} <span class="hint">{word('may', r)}</span></span>
        </label>
      ))}
      <Problem problem={problem} />
      <div><button class="primary" disabled={!changed}>{t('people.roles.act')}</button></div>
    </form>
  );
}

function PendingKey({ person, of: k }: { person: string; of: SigningKey }) {
  const [problem, setProblem] = useState<ProblemData | null>(null);
  async function say(event: string) {
    const answer = await ask(`/people/${person}/keys/${k.id}/events`, { body: { event } });
    setProblem(answer.problem ?? null);
    stale((p) => p.startsWith('/people') || p === '/home');
  }
  return (
    <div class="panel">
      <p>{t('key.compare')}</p>
      <p class="mono strong">{k.fingerprint}</p>
      <Problem problem={problem} />
      <div class="filters"><button class="primary" onClick={() => void say('enrol')}>{t('event.enrol')}</button><button class="danger" onClick={() => void say('refuse')}>{t('event.refuse')}</button></div>
    </div>
  );
}

export function PersonPage({ id }: { id: string }) {
  const { data: p, etag, problem, reload } = useResource<Person>(`/people/${id}`);
  useWhere({ name: t('nav.people'), path: '/people' }, { name: p?.display_name ?? '…' });
  if (!p) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />;
  const officer = has('key_officer');
  return (
    <>
      <Head title={p.display_name}><State state={p.state} /><span>{p.party?.name}</span></Head>
      <div class="columns">
        <div class="stack">
          <Group title={t('person.roles')}>
            {has('admin') && p.id !== me() ? <Roles of={p} etag={etag} key={etag ?? ''} /> : p.roles.length ? <ul>{p.roles.map((r) => <li key={r}>{word('role', r)} <span class="meta">{word('may', r)}</span></li>)}</ul> : <p class="soft">{t('people.roles.none')}</p>}
            <p class="meta">{t('people.separation')}</p>
          </Group>
          <Group title={t('person.keys')}>
            {p.keys?.length ? <ul class="links">{p.keys.map((k) => <KeyLine of={k} key={k.id} />)}</ul> : <p class="soft">{t('people.keys.none')}</p>}
            {officer && p.id !== me() && p.keys?.filter((k) => k.state === 'pending').map((k) => <PendingKey person={p.id} of={k} key={k.id} />)}
          </Group>
        </div>
        <div class="stack">
          <Group title={t('person.facts')}><Facts of={[[t('signin.login'), p.login], [t('person.party'), p.party && `${p.party.name} · ${word('party', p.party.kind)}`], [t('person.last'), <When at={p.last_signed_in_at} />]]} /></Group>
          <Group title={t('page.timeline')}><Timeline of={p.timeline} /></Group>
        </div>
      </div>
    </>
  );
}
