// Layers of Keras (mobilenet_v2, inception_v3) as nodes of ONNX. Pictures lie as N × channels × height × width there.
import { Graph } from './onnx.mjs'
import { kernel } from './weights.mjs'

const padding = (config) => (config.padding === 'same' ? { auto_pad: 'SAME_UPPER' } : {})

const activate = (graph, name, input, kind) => {
  if (kind === 'linear') return graph.node(name, 'Identity', [input])
  if (kind === 'relu') return graph.node(name, 'Relu', [input])
  if (kind === 'softmax') return graph.node(name, 'Softmax', [input], { axis: -1 })
  throw new Error(`activation ${kind}`)
}

const conv = (graph, weights, { name, config: c }, [input], depthwise) => {
  const k = kernel(weights.get(`${name}/${depthwise ? 'depthwise_kernel' : 'kernel'}`), depthwise)
  const inputs = [input, graph.constant(`${name}/kernel`, k.dims, k.data)]
  if (c.use_bias) inputs.push(graph.constant(`${name}/bias`, [k.dims[0]], weights.get(`${name}/bias`).data))
  const done = graph.node(`${name}/conv`, 'Conv', inputs, { kernel_shape: k.dims.slice(2), strides: c.strides,
    dilations: c.dilation_rate, group: depthwise ? k.dims[0] : 1, ...padding(c) })
  return activate(graph, name, done, c.activation)
}

const layers = {
  InputLayer: () => 'input',
  Conv2D: (graph, weights, layer, inputs) => conv(graph, weights, layer, inputs, false),
  DepthwiseConv2D: (graph, weights, layer, inputs) => conv(graph, weights, layer, inputs, true),
  BatchNormalization(graph, weights, { name, config: c }, [input]) {
    const mean = weights.get(`${name}/moving_mean`)
    const of = (part, otherwise) => graph.constant(`${name}/${part}`, mean.shape,
      weights.get(`${name}/${part}`)?.data ?? new Float32Array(mean.data.length).fill(otherwise))
    return graph.node(name, 'BatchNormalization',
      [input, of('gamma', 1), of('beta', 0), of('moving_mean', 0), of('moving_variance', 1)], { epsilon: c.epsilon }, ['epsilon'])
  },
  ReLU(graph, weights, { name, config: c }, [input]) {
    if (c.negative_slope || c.threshold) throw new Error(`${name} leaks`)
    if (c.max_value == null) return graph.node(name, 'Relu', [input])
    return graph.node(name, 'Clip', [input, graph.floats('zero', [0]), graph.floats(`most_${c.max_value}`, [c.max_value])])
  },
  Activation: (graph, weights, { name, config: c }, [input]) => activate(graph, name, input, c.activation),
  Add: (graph, weights, { name }, inputs) => graph.node(name, 'Add', inputs),
  Concatenate: (graph, weights, { name }, inputs) => graph.node(name, 'Concat', inputs, { axis: 1 }),
  ZeroPadding2D(graph, weights, { name, config: c }, [input]) {
    const [[top, bottom], [left, right]] = c.padding
    return graph.node(name, 'Pad', [input, graph.integers(`${name}/pads`, [0, 0, top, left, 0, 0, bottom, right])])
  },
  MaxPooling2D: (graph, weights, { name, config: c }, [input]) =>
    graph.node(name, 'MaxPool', [input], { kernel_shape: c.pool_size, strides: c.strides, ...padding(c) }),
  AveragePooling2D: (graph, weights, { name, config: c }, [input]) =>
    graph.node(name, 'AveragePool', [input], { kernel_shape: c.pool_size, strides: c.strides, ...padding(c) }),
  // What is flattened was channels last when the next layer's weights were made.
  Flatten(graph, weights, { name }, [input]) {
    const last = graph.node(`${name}/last`, 'Transpose', [input], { perm: [0, 2, 3, 1] })
    return graph.node(name, 'Flatten', [last], { axis: 1 })
  },
  Dropout: (graph, weights, layer, [input]) => input,
  Dense(graph, weights, { name, config: c }, [input]) {
    const k = weights.get(`${name}/kernel`)
    const inputs = [input, graph.constant(`${name}/kernel`, k.shape, k.data)]
    if (c.use_bias) inputs.push(graph.constant(`${name}/bias`, [k.shape[1]], weights.get(`${name}/bias`).data))
    return activate(graph, name, graph.node(`${name}/product`, 'Gemm', inputs), c.activation)
  },
}

export const fromKeras = (name, { topology, weights }) => {
  const { config } = topology.model_config
  const graph = new Graph(), outputs = new Map()
  let side = 0
  for (const layer of config.layers) {
    const make = layers[layer.class_name]
    if (!make) throw new Error(`layer ${layer.class_name}`)
    if (layer.class_name === 'InputLayer') side = layer.config.batch_input_shape[1]
    const inputs = (layer.inbound_nodes[0] ?? []).map(([from]) => outputs.get(from))
    outputs.set(layer.name, make(graph, weights, layer, inputs))
  }
  graph.node('classes', 'Identity', [outputs.get(config.output_layers[0][0])])
  return graph.model(name, side)
}
