// Checks WARC files with the implementation of others (npm warcio): every record is parsed by it, and the digests that it
// computes are compared with those that stand in the file. Prints one line a record; exit 1 on any difference.
//   node tests/warc_check.mjs FILE…
import { createReadStream, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { WARCParser, WARCSerializer } from 'warcio'

let faults = 0
const fault = (file, what) => { faults++; console.error(`${file}: ${what}`) }
const digest = { algo: 'sha-256', prefix: 'sha256:', base32: true }
const withoutPadding = (text) => (text ?? '').replace(/=+$/, '')

async function check(file) {
  const ids = new Map()
  const links = []
  let count = 0
  for await (const record of new WARCParser(createReadStream(file), { keepHeadersCase: true, parseHttp: false })) {
    const header = (name) => record.warcHeaders.headers.get(name)
    count++
    if (record.warcHeaders.statusline !== 'WARC/1.1') fault(file, `record ${count} is ${record.warcHeaders.statusline}`)
    for (const name of ['WARC-Record-ID', 'WARC-Date', 'WARC-Type', 'Content-Length'])
      if (!header(name)) fault(file, `record ${count} lacks ${name}`)
    if (ids.has(header('WARC-Record-ID'))) fault(file, `record id ${header('WARC-Record-ID')} twice`)
    ids.set(header('WARC-Record-ID'), record.warcType)
    for (const name of ['WARC-Concurrent-To', 'WARC-Warcinfo-ID']) if (header(name)) links.push(header(name))
    const block = await record.readFully(false)
    if (block.length !== Number(header('Content-Length'))) fault(file, `record ${count} is not as long as it says`)
    const own = 'sha256:' + base32(createHash('sha256').update(block).digest())
    if (withoutPadding(header('WARC-Block-Digest')) !== own) fault(file, `block digest of record ${count}`)
  }
  for (const link of links) if (!ids.has(link)) fault(file, `${link} is named and isn't there`)

  // Again, with HTTP parsed: the payload is what follows the header fields.
  for await (const record of new WARCParser(createReadStream(file), { keepHeadersCase: true })) {
    const type = record.warcType
    const stated = record.warcHeaders.headers.get('WARC-Payload-Digest')
    if (type === 'response' || type === 'request') {
      if (!record.httpHeaders?.statusline) fault(file, `a ${type} has no start line`)
      if (!stated) fault(file, `a ${type} lacks its payload digest`)
      const serializer = new WARCSerializer(record, { digest })
      await serializer.digestRecord({ recompute: true })
      const computed = record.warcHeaders.headers.get('WARC-Payload-Digest')
      if (withoutPadding(computed) !== withoutPadding(stated)) fault(file, `payload digest of a ${type}`)
    } else await record.readFully(false)
    console.log(type, record.warcTargetURI ?? '')
  }
  if (count < 2) fault(file, 'has no records')
}

function base32(bytes) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let out = '', buffer = 0, bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff
    for (bits += 8; bits >= 5; bits -= 5) out += letters[(buffer >> (bits - 5)) & 31]
  }
  return bits ? out + letters[(buffer << (5 - bits)) & 31] : out
}

const files = process.argv.slice(2)
if (files.length === 0 || files.includes('--help')) {
  console.log(readFileSync(new URL(import.meta.url), 'utf8').split('\n').slice(0, 3).map((l) => l.slice(3)).join('\n'))
  process.exit(files.length === 0 ? 2 : 0)
}
for (const file of files) await check(file)
process.exit(faults ? 1 : 0)
