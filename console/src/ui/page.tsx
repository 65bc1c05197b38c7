// The head of a page: a title that a person would say aloud, its state with its date, the next action.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { house } from '../app/house';
import { listeners } from './listeners';

export interface Crumb { name: string; path?: string }
let crumbs: Crumb[] = [];
const told = listeners();
export const currentCrumbs = (): Crumb[] => crumbs;
export const useCrumbsTold = told.useTold;

export function useWhere(...where: Crumb[]): void {
  const text = where.map((c) => c.name + (c.path ?? '')).join('>');
  useEffect(() => {
    crumbs = where;
    document.title = [...where].reverse().map((c) => c.name).concat(house().name).join(' · ');
    told.tell();
  }, [text]);
}

export function Head({ title, children, acts }: { title: ComponentChildren; children?: ComponentChildren; acts?: ComponentChildren }) {
  return (
    <div class="page-head">
      <div>
        <h1>{title}</h1>
        {children && <div class="under">{children}</div>}
      </div>
      {acts && <div class="acts">{acts}</div>}
    </div>
  );
}

export function Group({ title, aside, children }: { title: string; aside?: ComponentChildren; children: ComponentChildren }) {
  return <section class="group"><h2>{title}{aside && <span class="meta">{aside}</span>}</h2>{children}</section>;
}

export function Facts({ of }: { of: [string, ComponentChildren][] }) {
  const known = of.filter(([, v]) => v !== null && v !== undefined && v !== false && v !== '');
  return <dl class="facts">{known.map(([name, value]) => <><dt>{name}</dt><dd>{value}</dd></>)}</dl>;
}
