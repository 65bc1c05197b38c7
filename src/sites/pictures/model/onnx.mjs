// ONNX as protobuf, written by hand: the few messages that a model of convolutions needs (onnx.proto, IR version 7, opset 13).
const varint = (n) => {
  const out = []
  let rest = BigInt.asUintN(64, BigInt(n))
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    out.push(rest > 0n ? low | 128 : low)
  } while (rest > 0n)
  return Buffer.from(out)
}
const key = (field, wire) => varint((field << 3) | wire)
const integer = (field, n) => Buffer.concat([key(field, 0), varint(n)])
const bytes = (field, data) => Buffer.concat([key(field, 2), varint(data.length), data])
const text = (field, s) => bytes(field, Buffer.from(s))
const real = (field, x) => {
  const b = Buffer.alloc(4)
  b.writeFloatLE(x)
  return Buffer.concat([key(field, 5), b])
}

// TensorProto of floats or of 64-bit integers.
const tensor = (name, dims, data) =>
  Buffer.concat([...dims.map((d) => integer(1, d)), integer(2, data instanceof BigInt64Array ? 7 : 1), text(8, name),
    bytes(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength))])

const attribute = (name, value) => {
  if (Array.isArray(value)) return Buffer.concat([text(1, name), ...value.map((v) => integer(8, v)), integer(20, 7)])
  if (typeof value === 'string') return Buffer.concat([text(1, name), text(4, value), integer(20, 3)])
  if (Number.isInteger(value)) return Buffer.concat([text(1, name), integer(3, value), integer(20, 2)])
  return Buffer.concat([text(1, name), real(2, value), integer(20, 1)])
}

// Its dimensions; a text is one whose size is not fixed.
const valueInfo = (name, dims) => {
  const shape = Buffer.concat(dims.map((d) => bytes(1, typeof d === 'string' ? text(2, d) : integer(1, d))))
  return Buffer.concat([text(1, name), bytes(2, bytes(1, Buffer.concat([integer(1, 1), bytes(2, shape)])))])
}

// A graph under construction. Every node has one output, which carries the node's name.
export class Graph {
  #nodes = []
  #tensors = []
  #made = new Set()

  constant(name, dims, data) {
    const size = dims.reduce((a, b) => a * b, 1)
    if (data.length !== size) throw new Error(`${name} has ${data.length} numbers, not ${size}`)
    if (!this.#made.has(name)) this.#tensors.push(bytes(5, tensor(name, dims, data)))
    this.#made.add(name)
    return name
  }
  floats(name, numbers) {
    return this.constant(name, numbers.length === 1 ? [] : [numbers.length], Float32Array.from(numbers))
  }
  integers(name, numbers) {
    return this.constant(name, [numbers.length], BigInt64Array.from(numbers, BigInt))
  }
  // `real`: names of attributes that are floats even where their value is whole.
  node(name, op, inputs, attributes = {}, real_ = []) {
    if (this.#made.has(name)) throw new Error(`${name} is there twice`)
    this.#made.add(name)
    this.#nodes.push(bytes(1, Buffer.concat([...inputs.map((i) => text(1, i)), text(2, name), text(3, name), text(4, op),
      ...Object.entries(attributes).map(([k, v]) => bytes(5, real_.includes(k)
        ? Buffer.concat([text(1, k), real(2, v), integer(20, 1)]) : attribute(k, v)))])))
    return name
  }
  // The whole file: `input` of N × 3 × side × side, `classes` of N × 5.
  model(name, side) {
    const graph = Buffer.concat([...this.#nodes, text(2, name), ...this.#tensors,
      bytes(11, valueInfo('input', ['N', 3, side, side])), bytes(12, valueInfo('classes', ['N', 5]))])
    return Buffer.concat([integer(1, 7), text(2, 'muster'), bytes(7, graph),
      bytes(8, Buffer.concat([text(1, ''), integer(2, 13)]))])
  }
}
