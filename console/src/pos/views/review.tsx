// All answers once more, each with a way back to its question.
import { answered, type Draft, type Step } from '../draft';
import { t, told } from '../words';
import { Question } from './parts';

const rows: [string, Step][] = [
  ['category', 'who'], ['document_kind', 'document'], ['document_number', 'number'], ['document_country', 'number'], ['document_expires_on', 'number'], ['name', 'name'], ['birth_date', 'born'], ['address', 'address'],
  ['guardian_kind', 'guardian'], ['guardian_number', 'guardian'], ['organisation_number', 'organisation'], ['place', 'place'], ['msisdn', 'line'], ['consent', 'consent'],
];

function shown(name: string, value: string): string {
  if (name === 'category') return told('category', value);
  if (name === 'document_kind' || name === 'guardian_kind') return told('kind', value);
  return name === 'consent' ? t('consent.yes') : value;
}

export function Review({ draft, steps, go, busy, failed, save }: { draft: Draft; steps: Step[]; go: (step: Step) => void; busy: boolean; failed: boolean; save: () => void }) {
  const answers = answered(draft);
  const change = (step: Step, what: string) => <a href={'#/capture/' + step} onClick={(e) => { e.preventDefault(); go(step); }} aria-label={`${t('review.change')}: ${what}`}>{t('review.change')}</a>;
  return (
    <Question title={t('review.title')} text={draft.corrects ? t('review.kept') : undefined}>
      <dl class="review">
        {rows.filter(([name, step]) => answers[name] && steps.includes(step)).map(([name, step]) => (
          <div key={name}><dt>{told('field', name)}</dt><dd>{shown(name, answers[name]!)}</dd><dd class="act">{change(step, told('field', name))}</dd></div>
        ))}
        {steps.includes('pictures') && <div><dt>{t('field.pictures')}</dt><dd>{t('pictures.count', { n: draft.pictures.length })}</dd><dd class="act">{change('pictures', t('field.pictures'))}</dd></div>}
      </dl>
      <p class="lead">{t('review.text')}</p>
      {failed && <p class="fault" role="alert">{t('storage.failed')}</p>}
      <button class="button" disabled={busy} onClick={save}>{t('review.act')}</button>
    </Question>
  );
}
