// Tables out of `muster --json schedule simulate` (one file a seed) and of schedule_bench.
import { readFileSync } from 'node:fs';

const files = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const days = (n) => (n === null ? 'never' : n.toFixed(1));

if (files[0] === '--decision') {
  for (const b of read(files[1]).benchmarks) {
    const [name, sites] = b.name.split('/');
    const ns = b.time_unit === 'ms' ? b.cpu_time * 1e6 : b.cpu_time;
    const what = { BM_Decision: 'take, learn, place', BM_Event: 'an event', BM_Replan: 'a replanning of all' }[name] ?? name;
    console.log(`| ${what} | ${Number(sites).toLocaleString('en')} | ${Math.round(ns).toLocaleString('en')} | ${b.bytes_a_site?.toFixed(1) ?? ''} | ${b.MB?.toFixed(0) ?? ''} |`);
  }
} else {
  const worlds = files.map(read);
  const codes = worlds[0].results.map((r) => r.schedule);
  const of = (world, code) => world.results.find((r) => r.schedule === code);
  const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  console.log(`| exposure, to the optimum's | ${worlds.map((w) => `seed ${w.seed}`).join(' | ')} | median | to uniform's, median |`);
  console.log(`|---|${worlds.map(() => '---|').join('')}---|---|`);
  for (const code of codes) {
    const ratios = worlds.map((w) => of(w, code).exposure_to_optimum);
    const uniform = worlds.map((w) => of(w, code).exposure_to_uniform);
    console.log(`| ${code} | ${ratios.map((r) => r.toFixed(3)).join(' | ')} | ${median(ratios).toFixed(3)} | ${median(uniform).toFixed(3)} |`);
  }
  console.log();
  console.log(`| median delay, days | ${worlds.map((w) => `seed ${w.seed}`).join(' | ')} | p90 | found, % | false alarms a day | longest gap, days |`);
  console.log(`|---|${worlds.map(() => '---|').join('')}---|---|---|---|`);
  for (const code of codes) {
    const all = worlds.map((w) => of(w, code));
    const p90 = median(all.map((r) => r.p90_delay_days ?? Infinity));
    console.log(`| ${code} | ${all.map((r) => days(r.median_delay_days)).join(' | ')} | ${Number.isFinite(p90) ? p90.toFixed(1) : 'never'} | ${median(all.map((r) => (100 * r.found) / r.onsets)).toFixed(1)} | ${median(all.map((r) => r.false_alarms / worlds[0].days)).toFixed(1)} | ${Math.round(median(all.map((r) => r.longest_gap_days)))} |`);
  }
}
