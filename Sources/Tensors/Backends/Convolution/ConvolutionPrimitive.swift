import COneDNN
import NumericalRuntime

/// One single-threaded convolution of oneDNN on channel blocks, made once and kept.
final class ConvolutionPrimitive: @unchecked Sendable {
  /// What a primitive works out.
  enum Task: Int32, Sendable {
    case output = 0
    case inputGradient = 1
    case weightGradient = 2
  }

  /// What tells one primitive from another; no groups: a group is a convolution of its own.
  struct Key: Hashable, Sendable {
    var task: Task
    var isWinograd = false
    var adds = false
    var hasBias = false
    var isPlainInput = false
    var samples = 1
    var shape: ConvolutionShape
  }

  private let handle: OpaquePointer
  /// Floats of the weights in the layout that the primitive wants.
  let weightCount: Int
  /// Floats of the memory that it needs while it runs.
  let scratchCount: Int

  /// A quicker way to pack the weights, where there is one.
  private let transform: WinogradWeights?

  private init?(_ key: Key) {
    var shape = key.shape.described
    shape.task = key.task.rawValue
    shape.winograd = key.isWinograd ? 1 : 0
    shape.adds = key.adds ? 1 : 0
    shape.has_bias = key.hasBias ? 1 : 0
    shape.plain_input = key.isPlainInput ? 1 : 0
    shape.n = Int32(key.samples)
    guard let made = odn_convolution_create(&shape) else { return nil }
    handle = made
    weightCount = odn_packed_weight_count(made)
    scratchCount = odn_scratch_count(made)
    // Only the primitives that weights are packed for as a rule: those that add or have a bias share their layout.
    let packs = key.isWinograd && key.task == .output && !key.adds && !key.hasBias
    transform =
      packs
      ? WinogradWeights(
        outputs: key.shape.outputChannels,
        inputs: key.shape.inputChannels,
        count: weightCount
      ) { odn_pack_weights(made, $0, $1) } : nil
  }

  deinit { odn_convolution_destroy(handle) }

  /// A training step of a model with twenty convolutions needs about a hundred; one takes some 55 kB.
  static let made = RecentlyUsed<Key, ConvolutionPrimitive?>(limit: 512)

  /// The primitive for a key; nil where oneDNN has none.
  static func find(_ key: Key) -> ConvolutionPrimitive? {
    made.value(for: key) { ConvolutionPrimitive(key) }
  }

  /// The name that oneDNN gives it, such as `jit_wino_4x3:avx512_core`.
  var name: String { String(cString: odn_convolution_name(handle)) }

  /// Whether weights packed for one serve the other.
  func sharesWeights(with other: ConvolutionPrimitive) -> Bool {
    odn_same_weight_layout(handle, other.handle) != 0
  }

  /// Brings dense weights [co, ci, kh, kw] into its layout.
  func pack(_ plain: UnsafePointer<Float>, to packed: UnsafeMutablePointer<Float>) {
    if let transform { return transform.pack(plain, to: packed) }
    require(
      odn_pack_weights(handle, plain, packed) == 0,
      "convolution: packing weights failed"
    )
  }

  /// Brings gradients of weights back into row-major order.
  func unpack(_ packed: UnsafePointer<Float>, to plain: UnsafeMutablePointer<Float>) {
    require(odn_unpack_weights(handle, packed, plain) == 0, "convolution: unpacking failed")
  }

  /// The tensors of a run, or those of their gradients that its task is about.
  struct Operands {
    var input: UnsafeMutablePointer<Float>
    var weights: UnsafeMutablePointer<Float>
    var bias: UnsafeMutablePointer<Float>?
    var output: UnsafeMutablePointer<Float>
    var scratch: UnsafeMutablePointer<Float>
  }

  /// Runs it on the calling thread.
  func run(_ o: Operands) {
    let status = odn_convolution_run(handle, o.input, o.weights, o.bias, o.output, o.scratch)
    require(status == 0, "convolution: oneDNN could not run \(name)")
  }
}

extension ConvolutionShape {
  /// As the C shim wants it, for one sample.
  fileprivate var described: odn_shape {
    var s = odn_shape()
    let output = outputSize
    (s.ci, s.h, s.w) = (Int32(inputChannels), Int32(size.height), Int32(size.width))
    (s.co, s.oh, s.ow) = (Int32(outputChannels), Int32(output.height), Int32(output.width))
    (s.kh, s.kw) = (Int32(kernel.height), Int32(kernel.width))
    (s.stride_h, s.stride_w) = (Int32(stride.height), Int32(stride.width))
    (s.top, s.left) = (Int32(padding.height), Int32(padding.width))
    // What the windows really cover beyond the image: less than the padding where a stride leaves rows over.
    let rows = (output.height - 1) * stride.height + kernel.height - padding.height - size.height
    let columns = (output.width - 1) * stride.width + kernel.width - padding.width - size.width
    (s.bottom, s.right) = (Int32(rows), Int32(columns))
    return s
  }
}
