// nsfwjs in Node on the pictures that pictures_data decoded: how many a second, and how far its probabilities lie from
// ours.   node peer.mjs FOLDER MODEL BACKEND [SECONDS]
// FOLDER holds pictures.json (name, width, height, ours: {model: classes}) and NAME.rgb; a JPEG is decoded by jpeg-js too.
import { createRequire } from 'node:module'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const [folder, model, backend, seconds = '10'] = process.argv.slice(2)
const tf = require('@tensorflow/tfjs')
if (backend === 'wasm') {
  const wasm = require('@tensorflow/tfjs-backend-wasm')
  wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'))
  wasm.setThreadsCount(1)
}
if (!(await tf.setBackend(backend))) throw new Error(`no back end ${backend}`)
await tf.ready()
const names = { mobilenet_v2: 'MobileNetV2', mobilenet_v2_mid: 'MobileNetV2Mid', inception_v3: 'InceptionV3' }
const nsfwjs = require('nsfwjs')
const net = await nsfwjs.load(names[model])
const classes = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy']

const scored = async (rgb, width, height) => {
  const picture = tf.tensor3d(rgb, [height, width, 3], 'int32')
  const said = await net.classify(picture)
  picture.dispose()
  return classes.map((c) => said.find((s) => s.className === c).probability)
}
const differ = (a, b) => Math.max(...a.map((x, i) => Math.abs(x - b[i])))
const top = (a) => a.indexOf(Math.max(...a))

const { pictures } = JSON.parse(readFileSync(join(folder, 'pictures.json'), 'utf8'))
const rows = []
const until = Date.now() + Number(seconds) * 1000 * 6  // not every back end gets through all of them
for (const p of pictures) {
  const ours = p.ours[model]
  const theirs = await scored(new Uint8Array(readFileSync(join(folder, `${p.name}.rgb`))), p.width, p.height)
  const row = { name: p.name, same_pixels: differ(ours, theirs), same_top: top(ours) === top(theirs) }
  if (p.file.endsWith('.jpg') && existsSync(p.file)) {
    const decoded = require('jpeg-js').decode(readFileSync(p.file), { useTArray: true, formatAsRGBA: false, maxMemoryUsageInMB: 1024 })
    row.own_decoder = differ(ours, await scored(decoded.data, decoded.width, decoded.height))
  }
  rows.push(row)
  if (Date.now() > until) break
}
// One picture again and again, after a first one that made everything ready.
const one = pictures[0], rgb = new Uint8Array(readFileSync(join(folder, `${one.name}.rgb`)))
await scored(rgb, one.width, one.height)
let count = 0
const began = Date.now()
while (Date.now() - began < Number(seconds) * 1000) {
  await scored(rgb, one.width, one.height)
  count++
}
console.log(JSON.stringify({ model, backend, pictures: rows.length, same_top: rows.filter((r) => r.same_top).length,
  largest_same_pixels: Math.max(...rows.map((r) => r.same_pixels)),
  largest_own_decoder: Math.max(0, ...rows.map((r) => r.own_decoder ?? 0)), jpegs: rows.filter((r) => r.own_decoder !== undefined).length,
  per_second: count / ((Date.now() - began) / 1000), size: `${one.width}x${one.height}`,
  worst: rows.sort((a, b) => b.same_pixels - a.same_pixels).slice(0, 5) }))
