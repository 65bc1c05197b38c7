// A graph of TensorFlow (mobilenet_v2_mid), as the converter to TensorFlow.js left it: fused convolutions, channels last.
import { Graph } from './onnx.mjs'
import { kernel } from './weights.mjs'

const textOf = (attr) => Buffer.from(attr.s, 'base64').toString()
const numbersOf = (attr) => attr.list.i.map(Number)
const fused = (node) => (node.attr.fused_ops?.list?.s ?? []).map((s) => Buffer.from(s, 'base64').toString())
const clean = (name) => name.replace(/:0$/, '')

const finish = (graph, name, input, ops) => {
  const last = ops.at(-1)
  if (last === 'Relu6') return graph.node(name, 'Clip', [input, graph.floats('zero', [0]), graph.floats('six', [6])])
  if (last === 'Relu') return graph.node(name, 'Relu', [input])
  return graph.node(name, 'Identity', [input])
}

const conv = (graph, weights, node, depthwise) => {
  const [input, kernelName, biasName] = node.input.map(clean)
  const ops = fused(node)
  if (ops.some((op) => !['BiasAdd', 'Relu', 'Relu6'].includes(op))) throw new Error(`fused ${ops}`)
  const k = kernel(weights.get(kernelName), depthwise)
  const inputs = [input, graph.constant(kernelName, k.dims, k.data)]
  if (ops.includes('BiasAdd')) inputs.push(graph.constant(biasName, [k.dims[0]], weights.get(biasName).data))
  const padding = textOf(node.attr.padding)
  if (padding !== 'SAME' && padding !== 'VALID') throw new Error(`padding ${padding}`)
  const done = graph.node(`${node.name}/conv`, 'Conv', inputs, { kernel_shape: k.dims.slice(2),
    strides: numbersOf(node.attr.strides).slice(1, 3), group: depthwise ? k.dims[0] : 1,
    ...(padding === 'SAME' ? { auto_pad: 'SAME_UPPER' } : {}) })
  return finish(graph, node.name, done, ops)
}

// Constants of arithmetic have one number each; then it does not matter where channels lie.
const arithmetic = (graph, weights, node, op) => {
  const inputs = node.input.map(clean).map((name) => {
    const constant = weights.get(name)
    if (!constant) return name
    if (constant.data.length !== 1) throw new Error(`${name} is not one number`)
    return graph.floats(name, [...constant.data])
  })
  return graph.node(node.name, op, inputs)
}

const ops = {
  Placeholder: () => {},
  Const: () => {},
  _FusedConv2D: (graph, weights, node) => conv(graph, weights, node, false),
  FusedDepthwiseConv2dNative: (graph, weights, node) => conv(graph, weights, node, true),
  Mul: (graph, weights, node) => arithmetic(graph, weights, node, 'Mul'),
  Sub: (graph, weights, node) => arithmetic(graph, weights, node, 'Sub'),
  AddV2: (graph, weights, node) => arithmetic(graph, weights, node, 'Add'),
  AvgPool: (graph, weights, node) => graph.node(node.name, 'AveragePool', node.input.map(clean),
    { kernel_shape: numbersOf(node.attr.ksize).slice(1, 3), strides: numbersOf(node.attr.strides).slice(1, 3),
      ...(textOf(node.attr.padding) === 'SAME' ? { auto_pad: 'SAME_UPPER' } : {}) }),
  Squeeze(graph, weights, node) {
    if (numbersOf(node.attr.squeeze_dims).join() !== '1,2') throw new Error('squeezes other dimensions')
    return graph.node(node.name, 'Squeeze', [clean(node.input[0]), graph.integers('squeezed', [2, 3])])
  },
  _FusedMatMul(graph, weights, node) {
    const [input, kernelName, biasName] = node.input.map(clean)
    const k = weights.get(kernelName)
    const done = graph.node(`${node.name}/product`, 'Gemm', [input, graph.constant(kernelName, k.shape, k.data),
      graph.constant(biasName, [k.shape[1]], weights.get(biasName).data)])
    return finish(graph, node.name, done, fused(node))
  },
  Softmax: (graph, weights, node) => graph.node(node.name, 'Softmax', node.input.map(clean), { axis: -1 }),
  Identity: (graph, weights, node) => graph.node('classes', 'Identity', node.input.map(clean)),
}

export const fromGraph = (name, { topology, weights }) => {
  const graph = new Graph()
  let side = 0
  for (const node of topology.node) {
    if (!ops[node.op]) throw new Error(`operation ${node.op}`)
    if (node.op === 'Placeholder') side = Number(node.attr.shape.shape.dim[1].size)
    ops[node.op](graph, weights, node)
  }
  return graph.model(name, side)
}
