import { withQuery } from '../app/router';

export function Tabs({ name, now, of }: { name: string; now: string; of: [string, string][] }) {
  return (
    <nav class="tabs">
      {of.map(([value, text]) => <a key={value} href={withQuery({ [name]: value, q: null, state: null })} aria-current={now === value ? 'page' : undefined}>{text}</a>)}
    </nav>
  );
}
