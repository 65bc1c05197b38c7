// The table of hashes_bench: medians of its repetitions.   node hashes_table.mjs FILE
import { readFileSync } from 'node:fs'

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]
const { benchmarks } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const of = new Map()
for (const b of benchmarks) {
  if (b.run_type === 'aggregate') continue
  of.set(b.run_name, [...(of.get(b.run_name) ?? []), b])
}
console.log('| | a second | recall | build s | resident MB |\n|---|---|---|---|---|')
for (const [name, all] of of) {
  const value = (key, digits) => (all[0][key] === undefined ? '' : median(all.map((b) => b[key])).toFixed(digits))
  console.log(`| ${name} | ${Math.round(median(all.map((b) => b.items_per_second))).toLocaleString('en')} | ${value('recall', 4)} | ${value('build_s', 1)} | ${value('resident_MB', 0)} |`)
}
