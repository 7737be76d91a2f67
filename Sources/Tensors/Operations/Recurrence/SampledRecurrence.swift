import NumericalRuntime

/// The parameters of a gated recurrence that reads its own samples.
public struct SampledRecurrenceWeights: Sendable {
  /// Of the sample before, gates in the order r, z, n: `[3h, k]`.
  public var sample: Tensor
  /// Of the state: `[3h, h]`, and what is added to it, `[3h]`.
  public var hidden, hiddenBias: Tensor
  /// From the state to the means and the logarithms of the variances: `[2k, h]` and `[2k]`.
  public var moments, momentsBias: Tensor

  /// Parameters that fit each other.
  public init(
    sample: Tensor,
    hidden: Tensor,
    hiddenBias: Tensor,
    moments: Tensor,
    momentsBias: Tensor
  ) {
    let width = hidden.shape.last ?? 0
    let samples = sample.shape.last ?? 0
    require(
      hidden.shape == [3 * width, width] && sample.shape == [3 * width, samples]
        && hiddenBias.shape == [3 * width] && moments.shape == [2 * samples, width]
        && momentsBias.shape == [2 * samples],
      """
      sampled recurrence: weights \(sample.shape), \(hidden.shape), \(hiddenBias.shape), \
      \(moments.shape) and \(momentsBias.shape) do not fit
      """
    )
    self.sample = sample
    self.hidden = hidden
    self.hiddenBias = hiddenBias
    self.moments = moments
    self.momentsBias = momentsBias
  }
}

extension Tensor {
  /// A gated recurrent unit that is fed its own Gaussian samples, for a whole sequence in one operation.
  ///
  ///     h_t = GRU(z_{t−1}, h_{t−1})     (μ_t, λ_t) = M h_t + m     z_t = μ_t + exp(λ_t / 2) ε_t
  ///
  /// with h_0 = 0 and z_0 = ε_0. This tensor is the part of the gates' input that does not change with t, with its
  /// bias; gradients flow through the samples (Kingma & Welling 2014).
  ///
  /// - Shapes: self `[b, 3h]`; `noise` ε `[b, t + 1, k]`, without gradient.
  /// - Returns: (μ, λ) `[b, t, 2k]` and z `[b, t, k]`.
  public func sampledRecurrence(_ weights: SampledRecurrenceWeights, noise: Tensor) -> (
    moments: Tensor, samples: Tensor
  ) {
    let (h3, k) = (weights.sample.shape[0], weights.sample.shape[1])
    require(
      rank == 2 && shape[1] == h3 && noise.rank == 3 && noise.shape[0] == shape[0]
        && noise.shape[1] > 1 && noise.shape[2] == k,
      "sampledRecurrence: drive \(shape), noise \(noise.shape) and weights "
        + "\(weights.sample.shape) do not fit"
    )
    let inputs = [
      rowMajor, weights.sample.rowMajor, weights.hidden.rowMajor, weights.hiddenBias,
      weights.moments.rowMajor, weights.momentsBias,
    ]
    let operation = SampledRecurrence(
      batch: shape[0],
      steps: noise.shape[1] - 1,
      width: h3 / 3,
      latent: k
    )
    let outputs =
      scalarType == .float32
      ? operation.recorded(inputs, noise.detached.rowMajor, Float.self)
      : operation.recorded(inputs, noise.detached.rowMajor, Double.self)
    return (outputs[0], outputs[1])
  }
}

/// The passes through time; inputs are the drive, V, U, c, M and m.
struct SampledRecurrence: Sendable {
  let batch, steps, width, latent: Int

  /// The samples that one piece of work carries through all steps.
  static let pieceExtent = 32

  /// What the forward pass leaves for the gradient.
  struct Trace {
    /// r, z, n `[b, t, 3h]`, U_n h + c_n `[b, t, h]` and the moments `[b, t, 2k]`.
    var gates, candidates, moments: Tensor
    /// The states and the samples from step 0 on, `[b, t + 1, h]` and `[b, t + 1, k]`.
    var states, samples: Tensor
  }

  func recorded<Scalar: RecurrentScalar>(_ inputs: [Tensor], _ noise: Tensor, _: Scalar.Type)
    -> [Tensor]
  {
    let plain = inputs.map(\.detached)
    let trace = forward(plain, noise, Scalar.self)
    let samples = trace.samples.sliced(axis: 1, from: 1, to: steps + 1)
    return Tensor.recorded([trace.moments, samples], from: inputs) { gradients in
      guard gradients.contains(where: { $0 != nil }) else { return inputs.map { _ in nil } }
      let toMoments =
        gradients[0]?.rowMajor ?? Tensor(zeros: trace.moments.shape, Scalar.scalarType)
      let toSamples = gradients[1]?.rowMajor ?? Tensor(zeros: samples.shape, Scalar.scalarType)
      return backward((toMoments, toSamples), plain, trace, Scalar.self)
    }
  }

  private func forward<Scalar: RecurrentScalar>(
    _ inputs: [Tensor],
    _ noise: Tensor,
    _: Scalar.Type
  ) -> Trace {
    let (h, k, type) = (width, latent, Scalar.scalarType)
    var trace = Trace(
      gates: Tensor(uninitialized: [batch, steps, 3 * h], type),
      candidates: Tensor(uninitialized: [batch, steps, h], type),
      moments: Tensor(uninitialized: [batch, steps, 2 * k], type),
      states: Tensor(uninitialized: [batch, steps + 1, h], type),
      samples: Tensor(uninitialized: [batch, steps + 1, k], type)
    )
    // Bodies of products lie as [inner, outer].
    let read =
      [inputs[0], noise, inputs[3], inputs[5]]
      + [inputs[1], inputs[2], inputs[4]].map { $0.transposed() }
    let scratch = Tensor(uninitialized: [batch, 6 * h + 2 * k], type)
    trace.gates.withMutablePointer(Scalar.self) { gates in
      trace.candidates.withMutablePointer(Scalar.self) { candidates in
        trace.moments.withMutablePointer(Scalar.self) { moments in
          trace.states.withMutablePointer(Scalar.self) { states in
            trace.samples.withMutablePointer(Scalar.self) { samples in
              withPointers(of: read + [scratch]) { (p: [UnsafePointer<Scalar>]) in
                nonisolated(unsafe) let pass = SampledForward(
                  size: self,
                  drive: p[0],
                  noise: p[1],
                  hiddenBias: p[2],
                  momentsBias: p[3],
                  sampleWeight: p[4],
                  hiddenWeight: p[5],
                  momentsWeight: p[6],
                  gates: gates,
                  candidates: candidates,
                  moments: moments,
                  states: states,
                  samples: samples
                )
                nonisolated(unsafe) let scratch = UnsafeMutablePointer(mutating: p[7])
                forChunks(of: batch, size: Self.pieceExtent) {
                  pass.run($0, scratch + $0.lowerBound * (6 * h + 2 * k))
                }
              }
            }
          }
        }
      }
    }
    return trace
  }
}

/// The memory of a forward pass.
private struct SampledForward<Scalar: RecurrentScalar> {
  let size: SampledRecurrence
  let drive, noise, hiddenBias, momentsBias: UnsafePointer<Scalar>
  let sampleWeight, hiddenWeight, momentsWeight: UnsafePointer<Scalar>
  let gates, candidates, moments, states, samples: UnsafeMutablePointer<Scalar>

  /// All steps for some of the batch.
  func run(_ rows: Range<Int>, _ scratch: UnsafeMutablePointer<Scalar>) {
    let (steps, h, k, first) = (size.steps, size.width, size.latent, rows.lowerBound)
    for row in rows {
      (states + row * (steps + 1) * h).update(repeating: 0, count: h)
      (samples + row * (steps + 1) * k).update(from: noise + row * (steps + 1) * k, count: k)
    }
    for step in 0..<steps {
      let state = states + (first * (steps + 1) + step) * h
      let sample = samples + (first * (steps + 1) + step) * k
      gate(rows, step, state, sample, scratch)
      let place = first * steps + step
      let product = scratch + rows.count * 6 * h
      multiply(state + h, (steps + 1) * h, h, momentsWeight, 2 * k, product, rows.count)
      add(product, momentsBias, 2 * k, rows.count, to: moments + place * 2 * k, steps * 2 * k)
      Scalar.samples(
        rows.count,
        k,
        moments: Rows(UnsafePointer(moments + place * 2 * k), steps * 2 * k),
        noise: Rows(noise + (first * (steps + 1) + step + 1) * k, (steps + 1) * k),
        to: Rows(sample + k, (steps + 1) * k)
      )
    }
  }

  private func gate(
    _ rows: Range<Int>,
    _ step: Int,
    _ state: UnsafeMutablePointer<Scalar>,
    _ sample: UnsafePointer<Scalar>,
    _ scratch: UnsafeMutablePointer<Scalar>
  ) {
    let (steps, h, k, count) = (size.steps, size.width, size.latent, rows.count)
    let place = rows.lowerBound * steps + step
    let (input, hidden) = (scratch, scratch + count * 3 * h)
    multiply(sample, (steps + 1) * k, k, sampleWeight, 3 * h, input, count)
    for row in 0..<count {
      let target = gates + (place + row * steps) * 3 * h
      let constant = drive + (rows.lowerBound + row) * 3 * h
      for j in 0..<(3 * h) { target[j] = constant[j] + input[row * 3 * h + j] }
    }
    multiply(state, (steps + 1) * h, h, hiddenWeight, 3 * h, hidden, count)
    add(hidden, hiddenBias, 3 * h, count, to: hidden, 3 * h)
    Scalar.gates(
      count,
      h,
      from: (Rows(UnsafePointer(hidden), 3 * h), Rows(UnsafePointer(state), (steps + 1) * h)),
      to: GateResults(
        gates: Rows(gates + place * 3 * h, steps * 3 * h),
        candidate: Rows(candidates + place * h, steps * h),
        next: Rows(state + h, (steps + 1) * h)
      )
    )
  }

  private func multiply(
    _ a: UnsafePointer<Scalar>,
    _ aRow: Int,
    _ inner: Int,
    _ b: UnsafePointer<Scalar>,
    _ columns: Int,
    _ c: UnsafeMutablePointer<Scalar>,
    _ rows: Int
  ) {
    Scalar.panel(
      PanelProduct(m: rows, n: columns, k: inner, a: a, aRow: aRow, aColumn: 1, b: b, c: c)
    )
  }

  private func add(
    _ from: UnsafePointer<Scalar>,
    _ bias: UnsafePointer<Scalar>,
    _ columns: Int,
    _ rows: Int,
    to: UnsafeMutablePointer<Scalar>,
    _ step: Int
  ) {
    for row in 0..<rows {
      for j in 0..<columns { to[row * step + j] = from[row * columns + j] + bias[j] }
    }
  }
}
