import NumericalRuntime

/// The parameters of a gated recurrent unit, gates in PyTorch's order r, z, n.
public struct GatedRecurrenceWeights: Sendable {
  /// Of the input: `[3h, i]`.
  public var input: Tensor
  /// Of the state: `[3h, h]`.
  public var hidden: Tensor
  /// Added to the input's part: `[3h]`.
  public var inputBias: Tensor
  /// Added to the state's part: `[3h]`.
  public var hiddenBias: Tensor

  /// Parameters that fit each other.
  public init(input: Tensor, hidden: Tensor, inputBias: Tensor, hiddenBias: Tensor) {
    let width = hidden.shape.last ?? 0
    require(
      input.rank == 2 && hidden.shape == [3 * width, width] && input.shape[0] == 3 * width
        && inputBias.shape == [3 * width] && hiddenBias.shape == [3 * width],
      """
      gated recurrence: weights \(input.shape), \(hidden.shape), \(inputBias.shape) and \
      \(hiddenBias.shape) do not fit
      """
    )
    self.input = input
    self.hidden = hidden
    self.inputBias = inputBias
    self.hiddenBias = hiddenBias
  }
}

extension Tensor {
  /// The states of a gated recurrent unit that reads sequences.
  ///
  ///     r = σ(W_r x + b_r + U_r h + c_r)        z = σ(W_z x + b_z + U_z h + c_z)
  ///     n = tanh(W_n x + b_n + r ∘ (U_n h + c_n))        h ← (1 − z) ∘ n + z ∘ h
  ///
  /// One operation for all steps: the products with x are one matrix product, steps run over parts of the batch
  /// that stay in the cache, and the gradient is worked out backwards through time by hand.
  ///
  /// - Shapes: self `[b, t, i]`, `start` `[b, h]`, result `[b, t, h]`.
  /// - Reference: Cho et al. (2014), arXiv 1406.1078, eqs 5–8, with r after the product as in PyTorch.
  public func gatedRecurrence(_ weights: GatedRecurrenceWeights, start: Tensor) -> Tensor {
    let width = weights.hidden.shape[1]
    require(
      rank == 3 && shape[2] == weights.input.shape[1] && start.shape == [shape[0], width],
      """
      gatedRecurrence: sequences \(shape), start \(start.shape) and weights \(weights.input.shape) \
      do not fit
      """
    )
    let inputs = [
      rowMajor, weights.input.rowMajor, weights.hidden.rowMajor, weights.inputBias,
      weights.hiddenBias, start.rowMajor,
    ]
    let operation = GatedRecurrence(batch: shape[0], steps: shape[1], width: width)
    return scalarType == .float32
      ? operation.recorded(inputs, Float.self) : operation.recorded(inputs, Double.self)
  }
}

/// The forward and backward passes through time; inputs are x, W, U, b, c and the first state.
private struct GatedRecurrence: Sendable {
  let batch, steps, width: Int

  /// The samples that one piece of work carries through all steps.
  private static let pieceExtent = 32

  /// What the forward pass leaves for the gradient.
  private struct Trace {
    /// r, z, n `[b, t, 3h]` and U_n h + c_n `[b, t, h]`.
    var gates, candidates: Tensor
    /// The states from the first on, `[b, t + 1, h]`.
    var states: Tensor
  }

  func recorded<Scalar: RecurrentScalar>(_ inputs: [Tensor], _: Scalar.Type) -> Tensor {
    let plain = inputs.map(\.detached)
    let wanted = inputs.map(\.isTracked)
    let trace = forward(plain, Scalar.self)
    let output = trace.states.sliced(axis: 1, from: 1, to: steps + 1)
    return Tensor.recorded(output, from: inputs) { gradient in
      backward(gradient.rowMajor, plain, trace, wanted, Scalar.self)
    }
  }

  private func forward<Scalar: RecurrentScalar>(_ inputs: [Tensor], _: Scalar.Type) -> Trace {
    let (h, h3) = (width, 3 * width)
    var trace = Trace(
      gates: inputs[0].linear(inputs[1], bias: inputs[3]),
      candidates: Tensor(uninitialized: [batch, steps, h], Scalar.scalarType),
      states: Tensor(uninitialized: [batch, steps + 1, h], Scalar.scalarType)
    )
    let transposed = inputs[2].transposed()
    let scratch = Tensor(uninitialized: [batch, h3], Scalar.scalarType)
    trace.gates.withMutablePointer(Scalar.self) { gates in
      trace.candidates.withMutablePointer(Scalar.self) { candidates in
        trace.states.withMutablePointer(Scalar.self) { states in
          withPointers(of: [transposed, inputs[4], inputs[5], scratch]) {
            (p: [UnsafePointer<Scalar>]) in
            nonisolated(unsafe) let (gates, candidates, states, p) = (gates, candidates, states, p)
            forChunks(of: batch, size: Self.pieceExtent) { rows in
              let product = UnsafeMutablePointer(mutating: p[3]) + rows.lowerBound * h3
              for row in rows {
                (states + row * (steps + 1) * h).update(from: p[2] + row * h, count: h)
              }
              for step in 0..<steps {
                let state = states + (rows.lowerBound * (steps + 1) + step) * h
                let place = rows.lowerBound * steps + step
                multiply(rows.count, state, by: p[0], adding: p[1], to: product)
                Scalar.gates(
                  rows.count,
                  h,
                  from: (
                    Rows(UnsafePointer(product), h3), Rows(UnsafePointer(state), (steps + 1) * h)
                  ),
                  to: GateResults(
                    gates: Rows(gates + place * h3, steps * h3),
                    candidate: Rows(candidates + place * h, steps * h),
                    next: Rows(state + h, (steps + 1) * h)
                  )
                )
              }
            }
          }
        }
      }
    }
    return trace
  }

  /// U h + c for some rows of the states at one step.
  private func multiply<Scalar: RecurrentScalar>(
    _ rows: Int,
    _ state: UnsafePointer<Scalar>,
    by weight: UnsafePointer<Scalar>,
    adding bias: UnsafePointer<Scalar>,
    to product: UnsafeMutablePointer<Scalar>
  ) {
    let h3 = 3 * width
    Scalar.panel(
      PanelProduct(
        m: rows,
        n: h3,
        k: width,
        a: state,
        aRow: (steps + 1) * width,
        aColumn: 1,
        b: weight,
        c: product
      )
    )
    for row in 0..<rows {
      for j in 0..<h3 { product[row * h3 + j] += bias[j] }
    }
  }

  private func backward<Scalar: RecurrentScalar>(
    _ gradient: Tensor,
    _ inputs: [Tensor],
    _ trace: Trace,
    _ wanted: [Bool],
    _: Scalar.Type
  ) -> [Tensor?] {
    let (h, h3) = (width, 3 * width)
    var toInput = Tensor(uninitialized: [batch * steps, h3], Scalar.scalarType)
    // One row more for each sample, as the states have; it stays zero, for the last state feeds no gate.
    var toHidden = Tensor(uninitialized: [batch * (steps + 1), h3], Scalar.scalarType)
    var toState = Tensor(zeros: [batch, h], Scalar.scalarType)
    let scratch = Tensor(zeros: [batch, h], Scalar.scalarType)
    toInput.withMutablePointer(Scalar.self) { da in
      toHidden.withMutablePointer(Scalar.self) { db in
        toState.withMutablePointer(Scalar.self) { carried in
          withPointers(of: [
            gradient, trace.gates, trace.candidates, trace.states, inputs[2], scratch,
          ]) {
            (p: [UnsafePointer<Scalar>]) in
            nonisolated(unsafe) let (da, db, carried, p) = (da, db, carried, p)
            forChunks(of: batch, size: Self.pieceExtent) { rows in
              let first = rows.lowerBound
              let product = UnsafeMutablePointer(mutating: p[5]) + first * h
              let carry = carried + first * h
              for row in rows {
                (db + (row * (steps + 1) + steps) * h3).update(repeating: 0, count: h3)
              }
              for step in (0..<steps).reversed() {
                add(p[0] + (first * steps + step) * h, product, to: carry, rows: rows.count)
                let (place, wide) = (first * steps + step, first * (steps + 1) + step)
                Scalar.gatesGradient(
                  rows.count,
                  h,
                  from: (
                    Rows(p[1] + place * h3, steps * h3), Rows(p[2] + place * h, steps * h),
                    Rows(p[3] + wide * h, (steps + 1) * h)
                  ),
                  to: GateGradients(
                    state: Rows(carry, h),
                    input: Rows(da + place * h3, steps * h3),
                    hidden: Rows(db + wide * h3, (steps + 1) * h3)
                  )
                )
                Scalar.panel(
                  PanelProduct(
                    m: rows.count,
                    n: h,
                    k: h3,
                    a: db + wide * h3,
                    aRow: (steps + 1) * h3,
                    aColumn: 1,
                    b: p[4],
                    c: product
                  )
                )
              }
              for i in 0..<(rows.count * h) { carry[i] += product[i] }
            }
          }
        }
      }
    }
    let x = inputs[0].reshaped([batch * steps, inputs[0].shape[2]])
    let states = trace.states.reshaped([batch * (steps + 1), h])
    return [
      wanted[0] ? toInput.matmul(inputs[1]).reshaped(inputs[0].shape) : nil,
      wanted[1] ? toInput.matmul(x, transposeSelf: true) : nil,
      wanted[2] ? toHidden.matmul(states, transposeSelf: true) : nil,
      wanted[3] ? toInput.columnSums() : nil,
      wanted[4] ? toHidden.columnSums() : nil,
      wanted[5] ? toState : nil,
    ]
  }

  /// Adds the gradient that arrives at one step, and what came through the state's products, to the carried one.
  private func add<Scalar: RecurrentScalar>(
    _ arriving: UnsafePointer<Scalar>,
    _ product: UnsafePointer<Scalar>,
    to carry: UnsafeMutablePointer<Scalar>,
    rows: Int
  ) {
    for row in 0..<rows {
      let from = arriving + row * steps * width
      for j in 0..<width {
        carry[row * width + j] += from[j] + product[row * width + j]
      }
    }
  }
}

/// Runs `body` with the memory of several tensors.
func withPointers<Scalar: TensorScalar, Result>(
  of tensors: [Tensor],
  _ body: ([UnsafePointer<Scalar>]) -> Result
) -> Result {
  withExtendedLifetime(tensors) { body(tensors.map { $0.withPointer(Scalar.self) { $0 } }) }
}
