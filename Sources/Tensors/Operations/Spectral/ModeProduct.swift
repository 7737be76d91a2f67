import NumericalRuntime

extension Tensor {
  /// Complex matrix products, one for each mode, with modes outermost: y_k = x_k w_k.
  ///
  /// Complex numbers are pairs (real, imaginary) along the last axis. The gradient with respect to a complex
  /// number is the pair of derivatives with respect to its two parts, as in PyTorch.
  ///
  /// - Shapes: self `[k, b, i, 2]`, `weights` `[k, i, o, 2]`, result `[k, b, o, 2]`.
  public func modeProduct(_ weights: Tensor) -> Tensor {
    require(
      rank == 4 && weights.rank == 4 && shape[3] == 2 && weights.shape[3] == 2
        && shape[0] == weights.shape[0] && shape[2] == weights.shape[1]
        && scalarType == weights.scalarType,
      "modeProduct: shapes \(shape) and \(weights.shape) do not fit"
    )
    let (a, b) = (rowMajor, weights.rowMajor)
    let (x, w) = (a.detached, b.detached)
    let (wantsInput, wantsWeights) = (a.isTracked, b.isTracked)
    let stack = ModeStack(modes: shape[0], rows: shape[1], inputs: shape[2], outputs: w.shape[2])
    return Self.recorded(stack.product(x, [w]), from: [a, b]) { gradient in
      let g = gradient.rowMajor
      return [
        wantsInput ? stack.inputGradient(g, [w]) : nil,
        wantsWeights ? stack.weightGradients(x, g, like: [w])[0] : nil,
      ]
    }
  }
}

/// Products of x `[modes, rows, inputs, 2]` with weights that may lie in several tensors of equally many modes.
struct ModeStack: Sendable {
  let modes: Int
  let size: ModeSize

  /// The modes of a piece of work.
  private static let pieceExtent = 32

  init(modes: Int, rows: Int, inputs: Int, outputs: Int) {
    self.modes = modes
    size = ModeSize(rows: rows, inputs: inputs, outputs: outputs)
  }

  private var inputShape: [Int] { [modes, size.rows, size.inputs, 2] }
  private var outputShape: [Int] { [modes, size.rows, size.outputs, 2] }
  private var inputExtent: Int { 2 * size.rows * size.inputs }
  private var outputExtent: Int { 2 * size.rows * size.outputs }
  private var weightExtent: Int { 2 * size.inputs * size.outputs }

  /// x w.
  func product(_ x: Tensor, _ weights: [Tensor]) -> Tensor {
    x.scalarType == .float32 ? product(x, weights, Float.self) : product(x, weights, Double.self)
  }

  /// dy conj(w)ᵀ.
  func inputGradient(_ dy: Tensor, _ weights: [Tensor]) -> Tensor {
    dy.scalarType == .float32
      ? inputGradient(dy, weights, Float.self) : inputGradient(dy, weights, Double.self)
  }

  /// conj(x)ᵀ dy, in tensors of the shapes of `weights`.
  func weightGradients(_ x: Tensor, _ dy: Tensor, like weights: [Tensor]) -> [Tensor] {
    x.scalarType == .float32
      ? weightGradients(x, dy, weights, Float.self) : weightGradients(x, dy, weights, Double.self)
  }

  private func product<Scalar: SpectralScalar>(_ x: Tensor, _ weights: [Tensor], _: Scalar.Type)
    -> Tensor
  {
    Tensor.make(outputShape) { (y: UnsafeMutablePointer<Scalar>) in
      nonisolated(unsafe) let y = y
      x.withPointer(Scalar.self) { x in
        nonisolated(unsafe) let x = x
        forEachMode(weights) { (k, w: UnsafePointer<Scalar>) in
          Scalar.modeProduct(size, x: x + k * inputExtent, w: w, y: y + k * outputExtent)
        }
      }
    }
  }

  private func inputGradient<Scalar: SpectralScalar>(
    _ dy: Tensor,
    _ weights: [Tensor],
    _: Scalar.Type
  ) -> Tensor {
    // Each piece needs a little scratch memory; it stands behind the piece's part of the result.
    let scratchExtent = 16 * (size.inputs + size.outputs)
    let pieces = (modes + Self.pieceExtent - 1) / Self.pieceExtent
    let scratch = Tensor(uninitialized: [pieces, scratchExtent], Scalar.scalarType)
    return Tensor.make(inputShape) { (dx: UnsafeMutablePointer<Scalar>) in
      nonisolated(unsafe) let dx = dx
      dy.withPointer(Scalar.self) { dy in
        scratch.withPointer(Scalar.self) { scratch in
          nonisolated(unsafe) let dy = dy
          nonisolated(unsafe) let scratch = UnsafeMutablePointer(mutating: scratch)
          forEachMode(weights) { (k, w: UnsafePointer<Scalar>) in
            Scalar.modeInputGradient(
              size,
              w: w,
              dy: dy + k * outputExtent,
              dx: dx + k * inputExtent,
              scratch: scratch + k / Self.pieceExtent * scratchExtent
            )
          }
        }
      }
    }
  }

  private func weightGradients<Scalar: SpectralScalar>(
    _ x: Tensor,
    _ dy: Tensor,
    _ weights: [Tensor],
    _: Scalar.Type
  ) -> [Tensor] {
    let share = modes / weights.count
    return weights.enumerated().map { index, weight in
      Tensor.make(weight.shape) { (dw: UnsafeMutablePointer<Scalar>) in
        nonisolated(unsafe) let dw = dw
        x.withPointer(Scalar.self) { x in
          dy.withPointer(Scalar.self) { dy in
            nonisolated(unsafe) let x = x + index * share * inputExtent
            nonisolated(unsafe) let dy = dy + index * share * outputExtent
            forChunks(of: share, size: Self.pieceExtent) { piece in
              for k in piece {
                Scalar.modeWeightGradient(
                  size,
                  x: x + k * inputExtent,
                  dy: dy + k * outputExtent,
                  dw: dw + k * weightExtent
                )
              }
            }
          }
        }
      }
    }
  }

  /// Runs `body` for each mode with its weights, on all threads.
  private func forEachMode<Scalar: SpectralScalar>(
    _ weights: [Tensor],
    _ body: @Sendable (Int, UnsafePointer<Scalar>) -> Void
  ) {
    let share = modes / weights.count
    withPointers(weights[...], []) { (bases: [UnsafePointer<Scalar>]) in
      nonisolated(unsafe) let bases = bases
      forChunks(of: modes, size: Self.pieceExtent) { piece in
        for k in piece { body(k, bases[k / share] + k % share * weightExtent) }
      }
    }
  }

  private func withPointers<Scalar: SpectralScalar>(
    _ tensors: ArraySlice<Tensor>,
    _ found: [UnsafePointer<Scalar>],
    _ body: ([UnsafePointer<Scalar>]) -> Void
  ) {
    guard let first = tensors.first else { return body(found) }
    first.withPointer(Scalar.self) { withPointers(tensors.dropFirst(), found + [$0], body) }
  }
}
