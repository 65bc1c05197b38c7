// Holds an index of evidence (CDXJ) against what others make of the same files (npm warcio): their index has the same
// lines, and a record that is read at each line's offset and length is the one that the line names, digest verified.
// Prints the number of lines; exit 1 on any difference.
//   node tests/cdxj_check.mjs evidence/2026/03/index.cdxj…
import { closeSync, createReadStream, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { CDXIndexer, WARCParser } from 'warcio'

let faults = 0
const fault = (what) => { faults++; console.error(what) }
const base32 = (bytes) => {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return bits.match(/.{1,5}/g).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five.padEnd(5, '0'), 2)]).join('')
}
const parsed = (line) => {
  const [key, timestamp] = line.split(' ', 2)
  return { key, timestamp, ...JSON.parse(line.slice(key.length + timestamp.length + 2)) }
}

async function theirs(folder) {
  const out = []
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.warc.gz'))) {
    const indexer = new CDXIndexer({ format: 'cdxj' })
    indexer.filterRecord = (record) => record.warcType === 'response' || record.warcType === 'revisit'
    for await (const cdx of indexer.iterIndex([{ filename: name, reader: createReadStream(join(folder, name)) }])) out.push(cdx)
  }
  return out
}

async function recordAt(folder, line) {
  const bytes = Buffer.alloc(Number(line.length))
  const file = openSync(join(folder, line.filename))
  readSync(file, bytes, 0, bytes.length, Number(line.offset))
  closeSync(file)
  const records = []
  for await (const record of new WARCParser([bytes], { keepHeadersCase: true })) records.push({ record, payload: await record.readFully(false) })
  if (records.length !== 1) return fault(`${line.url}: ${records.length} records at ${line.offset}+${line.length} of ${line.filename}`)
  const [{ record, payload }] = records
  const header = (name) => record.warcHeaders.headers.get(name)
  if (record.warcTargetURI !== line.url) fault(`${line.url}: the record is of ${record.warcTargetURI}`)
  if ((record.warcDate ?? '').replace(/\D/g, '').slice(0, 14) !== line.timestamp) fault(`${line.url}: the record is of ${record.warcDate}`)
  if (header('WARC-Payload-Digest') !== line.digest) fault(`${line.url}: the digest in the record is another one`)
  if (record.warcType !== (line.mime === 'warc/revisit' ? 'revisit' : 'response')) fault(`${line.url}: a ${record.warcType}`)
  if (record.warcType === 'response' && 'sha256:' + base32(createHash('sha256').update(payload).digest()) !== line.digest)
    fault(`${line.url}: the payload isn't what the digest says`)
}

for (const path of process.argv.slice(2)) {
  const folder = dirname(path)
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n').slice(0, -1)
  const ours = lines.map(parsed)
  const bytes = lines.map((line) => Buffer.from(line))
  for (let i = 1; i < bytes.length; i++) if (Buffer.compare(bytes[i - 1], bytes[i]) > 0) fault(`line ${i + 1} is not in order`)
  const byPlace = (list) => new Map(list.map((each) => [`${each.filename} ${each.offset}`, each]))
  const others = byPlace(await theirs(folder)), own = byPlace(ours)
  for (const [place, their] of others) {
    const mine = own.get(place)
    if (!mine) { fault(`${place}: warcio indexes ${their.url}, we don't`); continue }
    for (const [name, value] of [['key', their.urlkey], ['timestamp', their.timestamp], ['url', their.url], ['mime', their.mime],
      ['status', their.status], ['length', their.length]])
      if (String(mine[name] ?? '') !== String(value ?? '')) fault(`${place}: ${name} is ${mine[name]}, warcio says ${value}`)
  }
  for (const place of own.keys()) if (!others.has(place)) fault(`${place}: we index it, warcio doesn't`)
  for (const line of ours) await recordAt(folder, line)
  console.log(`${ours.length} lines`)
  if (ours.length === 0) fault('nothing in it')
}
process.exit(faults ? 1 : 0)
