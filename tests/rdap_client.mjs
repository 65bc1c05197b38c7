// Asks a running Muster by RDAP with a client of others (npm rdapper) and compares what it understood.
//   node tests/rdap_client.mjs http://127.0.0.1:PORT/rdap/
// Expects the names of tests/blackbox/rdap_test.sh. Prints "N passed, N failed".
import { lookup } from 'rdapper'

const base = process.argv[2]
const customBootstrapData = { version: '1.0', publication: '2026-01-01T00:00:00Z', services: [[['com', 'net', 'cn'], [base]]] }
let passed = 0, failed = 0
const is = (what, got, wanted) => {
  if (JSON.stringify(got) === JSON.stringify(wanted)) passed++
  else { failed++; console.error(`FAILED: ${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`) }
}
const ask = (name) => lookup(name, { rdapOnly: true, customBootstrapData, timeoutMs: 10_000, deadlineMs: 30_000, includeRaw: true })
const contact = (record, type) => record?.contacts?.find((c) => c.type === type)

const company = await ask('company-site.com')
is('a company: found', [company.ok, company.record?.isRegistered, company.record?.source], [true, true, 'rdap'])
const r = company.record ?? {}
is('its registrar', [r.registrar?.name, r.registrar?.ianaId], ['Example Registrar', '9999'])
is('its days', [r.creationDate, r.expirationDate, r.updatedDate], ['2020-01-01T00:00:00Z', '2037-01-01T00:00:00Z', '2025-01-01T00:00:00Z'])
is('its name servers', r.nameservers?.map((n) => n.host), ['ns1.dns-host.net', 'ns2.dns-host.net'])
is('its status', r.statuses?.map((s) => s.status), ['client transfer prohibited']) // RFC 8056
is('a transfer lock', r.transferLock, true)
is('its holder', [contact(r, 'registrant')?.name, contact(r, 'registrant')?.countryCode], ['Example Trading Ltd', 'CN'])
is('nothing is redacted', r.redactions ?? [], [])

const person = await ask('person-site.com')
is('a person: found', [person.ok, person.record?.isRegistered], [true, true])
is('what is redacted is said', person.record?.redactions?.map((x) => [x.name, x.method]), [['Registrant Name', 'emptyValue'], ['Registry Registrant ID', 'removal'], ['Registrant Address', 'removal']])
is('the client sees privacy', person.record?.privacyEnabled, true)
is('no name of a person', [contact(person.record, 'registrant')?.name ?? null, JSON.stringify(person).includes('Xuanjie'), JSON.stringify(person).includes('P-1')], [null, false, false])

const idn = await ask('xn--eqro3o.com') // this client takes A-labels alone
is('an internationalised name', [idn.ok, idn.record?.unicodeName, idn.record?.punycodeName], [true, '名字.com', 'xn--eqro3o.com'])

const none = await ask('nobody-has-this.com')
is('a name that nobody has', [none.record?.isRegistered ?? false], [false])

const help = await fetch(base + 'help')
is('help', [help.status, help.headers.get('content-type'), help.headers.get('access-control-allow-origin')], [200, 'application/rdap+json', '*'])
let last = 200, asked = 0
for (; asked < 2000 && last !== 429; asked++) {
  const answer = await fetch(base + 'help')
  last = answer.status
  if (last === 429) is('too many: Retry-After', [answer.headers.has('retry-after'), (await answer.json()).errorCode], [true, 429])
  else await answer.arrayBuffer()
}
is('a client that asks without end is refused', last, 429)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
