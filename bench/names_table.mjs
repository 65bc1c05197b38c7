// Tables out of Google Benchmark's JSON: names_table.mjs FILE NAMES
import { readFileSync } from 'node:fs';

const [file, names] = process.argv.slice(2);
const rows = JSON.parse(readFileSync(file, 'utf8')).benchmarks.filter((row) => row.aggregate_name === 'median');
const base = 'Muster, batches of 256';
const lookups = new Map();
for (const row of rows) {
  const parts = row.run_name.split('/');
  if (parts[0] !== 'lookup') continue;
  const held = lookups.get(parts[1]) ?? {};
  held[parts[2]] = row.items_per_second / 1e6;
  held.bytes = row['B/name'];
  lookups.set(parts[1], held);
}
console.log(`#### ${Number(names).toLocaleString('en')} names in the index\n`);
console.log('| exact answers | B/name | exact, M/s | Muster × | suffix, M/s | Muster × |');
console.log('|---|---|---|---|---|---|');
const best = lookups.get(base);
for (const [name, { bytes, exact, suffix }] of lookups)
  console.log(`| ${name} | ${bytes.toFixed(1)} | ${exact.toFixed(2)} | ${(best.exact / exact).toFixed(1)} | ` +
    `${suffix.toFixed(2)} | ${(best.suffix / suffix).toFixed(1)} |`);
console.log('\n| other | median |\n|---|---|');
for (const row of rows) {
  if (row.run_name.startsWith('lookup/')) continue;
  console.log(`| ${row.run_name.replace(/\/(real_time|iterations:\d+)/g, '')} | ${row.real_time.toFixed(2)} ${row.time_unit} |`);
}
