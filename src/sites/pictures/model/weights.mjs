// The models as nsfwjs packs them: JSON and base64 inside of small scripts; weights quantised to a byte each.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

// What such a script exports. It is run as a function with nothing but `module` and `exports`.
const exported = (file) => {
  const module = { exports: {} }
  new Function('module', 'exports', readFileSync(file, 'utf8'))(module, module.exports)
  const value = module.exports.default ?? module.exports
  return value
}

export const readModel = (folder) => {
  const read = exported(join(folder, 'model.min.js'))
  const model = typeof read === 'string' ? JSON.parse(read) : read
  const [manifest, ...more] = model.weightsManifest
  if (more.length > 0) throw new Error('more than one group of weights')
  const files = readdirSync(folder)
  const data = Buffer.concat(manifest.paths.map((path) => {
    const file = files.find((f) => f.startsWith(`${path}.`))
    if (!file) throw new Error(`${path} is missing`)
    return Buffer.from(exported(join(folder, file)), 'base64')
  }))
  const weights = new Map()
  let at = 0
  for (const w of manifest.weights) {
    const size = w.shape.reduce((a, b) => a * b, 1)
    if (w.dtype !== 'float32' || w.quantization?.dtype !== 'uint8') throw new Error(`${w.name} is of another type`)
    const { scale, min } = w.quantization
    weights.set(w.name, { shape: w.shape, data: Float32Array.from(data.subarray(at, at + size), (q) => q * scale + min) })
    at += size
  }
  if (at !== data.length) throw new Error(`${data.length - at} bytes of weights are left over`)
  return { topology: model.modelTopology, weights }
}

// [height, width, in, out] → [out, in, height, width]; of a depthwise kernel [height, width, in, 1] → [in, 1, height, width].
export const kernel = ({ shape: [h, w, a, b], data }, depthwise) => {
  const outs = depthwise ? a * b : b, ins = depthwise ? 1 : a
  const to = new Float32Array(data.length)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let i = 0; i < a; i++)
        for (let o = 0; o < b; o++) {
          const out = depthwise ? i * b + o : o, into = depthwise ? 0 : i
          to[((out * ins + into) * h + y) * w + x] = data[((y * w + x) * a + i) * b + o]
        }
  return { dims: [outs, ins, h, w], data: to }
}
