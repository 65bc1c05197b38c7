// Makes a model of nsfwjs into an ONNX file: node convert.mjs FOLDER-OF-THE-MODEL OUT.onnx
import { renameSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fromGraph } from './graph.mjs'
import { fromKeras } from './keras.mjs'
import { readModel } from './weights.mjs'

const [folder, out] = process.argv.slice(2)
if (!folder || !out) {
  console.error('usage: node convert.mjs FOLDER OUT.onnx')
  process.exit(2)
}
const model = readModel(folder)
const made = (model.topology.node ? fromGraph : fromKeras)(basename(folder), model)
writeFileSync(`${out}.part`, made)
renameSync(`${out}.part`, out)
