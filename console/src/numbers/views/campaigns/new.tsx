// A campaign is drafted: whom it is about, who writes to them, and the days of each wave. Another person approves it.
import { useState } from 'preact/hooks';
import { stale } from '../../../api/resource';
import { go } from '../../../app/router';
import { t, word } from '../../../i18n';
import type { Campaign, Problem as ProblemData } from '../../types';
import { Dialog, Field, useAsking } from '../../../ui/form';
import { Problem, fault } from '../../../ui/problem';
import { dayOf, midnight } from '../dealers/contract';

const day = 86_400_000;
const wavesMax = 50;
const categories = ['citizen', 'foreigner', 'minor', 'organisation_user'];
const kinds = ['voice', 'data', 'iot'];

interface Draft { name: string; min: string; max: string; regions: string; invite: string; deadline: string; warn: string; bar: string; disconnect: string }

const later = (days: number) => dayOf(new Date(Date.now() + days * day).toISOString());
const fresh = (n: number): Draft => ({ name: t('wave.new.name', { n }), min: '1', max: '', regions: '', invite: later(3 + (n - 1) * 30), deadline: later(93 + (n - 1) * 30), warn: '', bar: '', disconnect: '' });
// Codes with commas or lines between.
const codes = (text: string | undefined) => (text ?? '').split(/[,，、\n]/).map((c) => c.trim()).filter(Boolean);
const maybeDay = (name: string, value: string) => (value ? { [name]: midnight(value) } : {});

function WaveFields({ of: w, at, problem, onChange, onRemove }: { of: Draft; at: number; problem: ProblemData | null; onChange: (w: Draft) => void; onRemove: (() => void) | null }) {
  const set = (name: keyof Draft) => (e: { currentTarget: HTMLInputElement }) => onChange({ ...w, [name]: e.currentTarget.value });
  const wrong = (field: string) => fault(problem, `waves[${at}].${field}`);
  return (
    <fieldset class="part">
      <legend>{t('wave.name')} {at + 1} {onRemove && <button type="button" class="link" onClick={onRemove}>{t('wave.remove')}</button>}</legend>
      <div class="fields">
        <div class="two">
          <Field label={t('wave.new.label')} fault={wrong('name')}><input required maxLength={100} value={w.name} onInput={set('name')} /></Field>
          <Field label={t('wave.new.regions')} hint={t('cohort.codes')} fault={wrong('regions')}><input value={w.regions} onInput={set('regions')} /></Field>
        </div>
        <div class="two">
          <Field label={t('wave.new.min')} fault={wrong('held_min')}><input type="number" required min={1} max={1_000_000} value={w.min} onInput={set('min')} /></Field>
          <Field label={t('wave.new.max')} hint={t('wave.new.max.hint')} fault={wrong('held_max')}><input type="number" min={1} max={1_000_000} value={w.max} onInput={set('max')} /></Field>
        </div>
        <div class="two">
          <Field label={t('wave.invite')} fault={wrong('invite_at')}><input type="date" required value={w.invite} onInput={set('invite')} /></Field>
          <Field label={t('wave.deadline')} fault={wrong('deadline')}><input type="date" required value={w.deadline} onInput={set('deadline')} /></Field>
        </div>
        <details open={!!(wrong('warn_at') ?? wrong('bar_at') ?? wrong('disconnect_at'))}>
          <summary>{t('wave.new.days')}</summary>
          <div class="fields">
            <Field label={t('wave.warn')} fault={wrong('warn_at')}><input type="date" value={w.warn} onInput={set('warn')} /></Field>
            <div class="two">
              <Field label={t('wave.bar')} fault={wrong('bar_at')}><input type="date" value={w.bar} onInput={set('bar')} /></Field>
              <Field label={t('wave.disconnect')} fault={wrong('disconnect_at')}><input type="date" value={w.disconnect} onInput={set('disconnect')} /></Field>
            </div>
          </div>
        </details>
      </div>
    </fieldset>
  );
}

function Choices({ name, group, of }: { name: string; group: string; of: string[] }) {
  return <>{of.map((one) => <label class="check" key={one}><input type="checkbox" name={name} value={one} /><span>{word(group, one)}</span></label>)}</>;
}

export function NewCampaign({ onClose }: { onClose: () => void }) {
  const [waves, setWaves] = useState<Draft[]>([fresh(1)]);
  const { busy, problem, ask } = useAsking();
  const change = (at: number, w: Draft) => setWaves(waves.map((old, i) => (i === at ? w : old)));
  async function send(e: SubmitEvent) {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const law = text('law'), before = text('registered_before');
    const answer = await ask<Campaign>('/campaigns', {
      body: {
        name: text('name'), sender: text('sender'), place: text('place'), ...(law ? { law } : {}),
        cohort: {
          categories: form.getAll('categories'), kinds: form.getAll('kinds'), regions: codes(text('regions')), document_kinds: codes(text('document_kinds')),
          held_min: Number(text('held_min') || 0), held_max: Number(text('held_max') || 0), excess_only: form.get('excess_only') === 'on',
          ...(before ? { registered_before: before } : {}),
        },
        waves: waves.map((w) => ({
          name: w.name.trim(), held_min: Number(w.min), held_max: Number(w.max || 0), regions: codes(w.regions), invite_at: midnight(w.invite), deadline: midnight(w.deadline),
          ...maybeDay('warn_at', w.warn), ...maybeDay('bar_at', w.bar), ...maybeDay('disconnect_at', w.disconnect),
        })),
      },
      once: true,
    });
    if (!answer.data) return;
    stale((p) => p.startsWith('/campaigns'));
    go(`/campaigns/${answer.data.id}`);
  }
  const wrong = (field: string) => fault(problem, field) ?? fault(problem, `cohort.${field}`);
  return (
    <Dialog title={t('campaign.new')} onClose={onClose} class="wide">
      <form class="inside" onSubmit={(e) => void send(e as unknown as SubmitEvent)}>
        <h1>{t('campaign.new')}</h1>
        <p class="soft">{t('campaign.new.text')}</p>
        <div class="fields">
          <Field label={t('campaign.name')} fault={wrong('name')}><input name="name" required maxLength={100} /></Field>
          <div class="two">
            <Field label={t('campaign.sender')} fault={wrong('sender')}><input name="sender" required maxLength={30} /></Field>
            <Field label={t('campaign.place')} fault={wrong('place')}><input name="place" required maxLength={100} /></Field>
          </div>
          <Field label={t('campaign.law')} hint={t('campaign.law.hint')} fault={wrong('law')}><input name="law" maxLength={500} /></Field>
        </div>
        <fieldset class="part">
          <legend>{t('campaign.about')}</legend>
          <p class="meta">{t('cohort.hint')}</p>
          <div class="fields">
            <div class="choices" role="group" aria-label={t('cohort.categories')}><Choices name="categories" group="category" of={categories} /></div>
            <div class="choices" role="group" aria-label={t('cohort.kinds')}><Choices name="kinds" group="line_kind" of={kinds} /></div>
            <div class="two">
              <Field label={t('line.region')} hint={t('cohort.codes')} fault={wrong('regions')}><input name="regions" /></Field>
              <Field label={t('cohort.documents')} hint={t('cohort.codes')} fault={wrong('document_kinds')}><input name="document_kinds" /></Field>
            </div>
            <div class="two">
              <Field label={t('cohort.held.min')} fault={wrong('held_min')}><input name="held_min" type="number" min={0} max={1_000_000} /></Field>
              <Field label={t('cohort.held.max')} fault={wrong('held_max')}><input name="held_max" type="number" min={0} max={1_000_000} /></Field>
            </div>
            <Field label={t('cohort.before')} fault={wrong('registered_before')}><input name="registered_before" type="date" /></Field>
            <label class="check"><input type="checkbox" name="excess_only" /><span>{t('cohort.excess')}: {t('cohort.excess.only')}</span></label>
          </div>
        </fieldset>
        {waves.map((w, i) => <WaveFields key={i} of={w} at={i} problem={problem} onChange={(next) => change(i, next)} onRemove={waves.length > 1 ? () => setWaves(waves.filter((_, k) => k !== i)) : null} />)}
        {waves.length < wavesMax && <p><button type="button" class="small" onClick={() => setWaves([...waves, fresh(waves.length + 1)])}>{t('wave.add')}</button></p>}
        <p class="meta">{t('wave.terms')}</p>
        <Problem problem={problem} />
        <div class="acts"><button type="button" onClick={onClose}>{t('act.cancel')}</button><button class="primary" disabled={busy}>{t('reconciliation.campaign.act')}</button></div>
      </form>
    </Dialog>
  );
}
