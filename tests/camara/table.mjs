// Reads cucumber's JSON report and prints a line a plan: passed, failed, undefined; then which steps are unknown and
// what failed.   table.mjs REPORT
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { errata } from './errata.mjs'

const features = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const unknown = new Map()
const failures = []
const read_with = new Map()
const totals = { passed: 0, failed: 0, undefined: 0 }
const rows = features.map((feature) => {
  const row = { plan: basename(feature.uri), passed: 0, failed: 0, undefined: 0 }
  for (const scenario of feature.elements) {
    const statuses = scenario.steps.map((step) => step.result.status)
    const missing = scenario.steps.filter((step) => ['undefined', 'pending', 'ambiguous'].includes(step.result.status))
    const outcome = missing.length ? 'undefined' : statuses.every((s) => s === 'passed') ? 'passed' : 'failed'
    row[outcome] += 1
    totals[outcome] += 1
    const erratum = errata.find(({ tag }) => scenario.tags.some(({ name }) => tag.test(name)))
    if (erratum) read_with.set(erratum, (read_with.get(erratum) ?? 0) + 1)
    for (const step of missing) unknown.set(step.name, (unknown.get(step.name) ?? 0) + 1)
    const broken = scenario.steps.find((step) => step.result.status === 'failed')
    if (outcome === 'failed') failures.push(`${row.plan}: ${scenario.name}: ${broken?.keyword}${broken?.name}: ${broken?.result.error_message?.split('\n')[0]}`)
  }
  return row
})
const line = (name, r) => `${name.padEnd(48)} ${String(r.passed).padStart(6)} ${String(r.failed).padStart(6)} ${String(r.undefined).padStart(9)}`
console.log(`${'plan'.padEnd(48)} passed failed undefined`)
for (const row of rows) console.log(line(row.plan, row))
console.log(line('all', totals))
for (const [step, count] of unknown) console.log(`undefined (${count}): ${step}`)
for (const failure of failures) console.log(`failed: ${failure}`)
for (const [{ tag, reads }, count] of read_with) console.log(`read with care (${count}): ${tag.source.replace(/[\^$]/g, '')}: ${reads}`)
console.log(`${totals.passed} passed, ${totals.failed + totals.undefined} failed`)
process.exitCode = totals.failed + totals.undefined > 0 ? 1 : 0
