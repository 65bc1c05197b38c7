// A change of what is filed: asked for with a form that holds what is there now, and shown beside it until it is decided.
import { useState } from 'preact/hooks';
import { t, word } from '../../../i18n';
import type { Filing, FilingChange, Problem as ProblemData } from '../../types';
import { act, Dialog, Field } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { AskApprovals, type Asked } from './pre_approvals';

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);
const same = (a: string[], b: string[]) => a.join(' ') === b.join(' ');
const key = (a: { kind: string; number: string }) => `${a.kind} ${a.number}`;

export function AskChange({ filing, path, etag, onClose }: { filing: Filing; path: string; etag: string | undefined; onClose: () => void }) {
  const { site, domains } = filing;
  const [approvals, setApprovals] = useState<Asked[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const f = (...names: string[]) => names.map((name) => fault(problem, name)).find(Boolean);
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const all = (name: string) => form.getAll(name).map(String);
    const changed = (name: string, now: string) => (text(name) && text(name) !== now ? { [name]: text(name) } : {});
    const services = words(text('service_types'));
    const data = {
      ...changed('name', site.name), ...changed('home_url', site.home_url), ...changed('language', site.language),
      ...(same(services, site.service_types) ? {} : { service_types: services }),
      add_domains: words(text('add_domains')), remove_domains: all('remove_domains'), add_pre_approvals: approvals,
      remove_pre_approvals: site.pre_approvals.filter((a) => all('remove_pre_approvals').includes(key(a))).map((a) => ({ kind: a.kind, number: a.number })),
    };
    setBusy(true);
    const failed = await act(path, etag, 'ask_change', { data });
    setBusy(false);
    if (failed) setProblem(failed);
    else onClose();
  }
  return (
    <Dialog title={word('event', 'ask_change')} onClose={onClose}>
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{word('event', 'ask_change')}</h1>
        <p class="soft">{t('change.text')}</p>
        <div class="fields">
          <Field label={t('filing.site_name')} fault={f('site.name')}><input name="name" required defaultValue={site.name} /></Field>
          <Field label={t('filing.home_url')} fault={f('site.home_url')}><input name="home_url" type="url" required defaultValue={site.home_url} /></Field>
          <Field label={t('filing.language')} fault={f('site.language')}><input name="language" defaultValue={site.language} /></Field>
          <Field label={t('filing.services')} hint={t('filing.services.hint')} fault={f('site.service_types', 'site.pre_approvals')}><input name="service_types" defaultValue={site.service_types.join(' ')} /></Field>
          <Field label={t('change.add_domains')} hint={t('filing.domains.hint')} fault={f('data.add_domains[0]', 'site.domains')}><textarea name="add_domains" rows={2} spellcheck={false} /></Field>
          <fieldset>
            <legend>{t('change.remove_domains')}</legend>
            {domains.map((d) => <label class="check" key={d}><input type="checkbox" name="remove_domains" value={d} /> {d}</label>)}
            {f('change.remove_domains') && <p class="fault" role="alert">{f('change.remove_domains')}</p>}
          </fieldset>
          {site.pre_approvals.length > 0 && (
            <fieldset>
              <legend>{t('change.remove_approvals')}</legend>
              {site.pre_approvals.map((a) => <label class="check" key={key(a)}><input type="checkbox" name="remove_pre_approvals" value={key(a)} /> {word('approval', a.kind)} {a.number}</label>)}
            </fieldset>
          )}
          <h3>{t('approval.title')}</h3>
          <AskApprovals of={approvals} onChange={setApprovals} fault={f} field="data.add_pre_approvals" />
        </div>
        <Problem problem={problem} />
        <div class="acts">
          <button type="button" onClick={onClose}>{t('act.cancel')}</button>
          <button class="primary" disabled={busy}>{word('event', 'ask_change')}</button>
        </div>
      </form>
    </Dialog>
  );
}

export function PendingChange({ of, now }: { of: FilingChange; now: Filing }) {
  const approvals = (list: { kind: string; number: string }[]) => list.map((a) => `${word('approval', a.kind)} ${a.number}`).join(', ');
  const rows: [string, string, string][] = [];
  const becomes = (label: string, before: string, after: string | null) => {
    if (after !== null) rows.push([label, before || t('change.none'), after || t('change.none')]);
  };
  const besides = (label: string, after: string) => {
    if (after) rows.push([label, '', after]);
  };
  becomes(t('filing.site_name'), now.site.name, of.name);
  becomes(t('filing.home_url'), now.site.home_url, of.home_url);
  becomes(t('filing.language'), now.site.language, of.language);
  becomes(t('filing.services'), now.site.service_types.join(', '), of.service_types && of.service_types.join(', '));
  besides(t('change.add_domains'), of.add_domains.join(', '));
  besides(t('change.remove_domains'), of.remove_domains.join(', '));
  besides(t('approval.add'), approvals(of.add_pre_approvals));
  besides(t('change.remove_approvals'), approvals(of.remove_pre_approvals));
  return (
    <div class="tell wait">
      <h2>{t('change.pending')}</h2>
      <table class="plain">
        <thead><tr><td /><th scope="col">{t('change.now')}</th><th scope="col">{t('change.then')}</th></tr></thead>
        <tbody>{rows.map(([label, before, after]) => <tr key={label}><th scope="row">{label}</th><td>{before}</td><td>{after}</td></tr>)}</tbody>
      </table>
    </div>
  );
}
