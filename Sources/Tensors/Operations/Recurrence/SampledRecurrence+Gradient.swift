import NumericalRuntime

extension SampledRecurrence {
  /// From the gradients of moments and samples to those of the drive and the weights.
  func backward<Scalar: RecurrentScalar>(
    _ gradients: (moments: Tensor, samples: Tensor),
    _ inputs: [Tensor],
    _ trace: Trace,
    _: Scalar.Type
  ) -> [Tensor?] {
    let (h, k, type) = (width, latent, Scalar.scalarType)
    // With one step more than there are gates or moments, so that they can be multiplied by all states and
    // samples at once; the odd rows are zero.
    var toInput = Tensor(uninitialized: [batch, steps + 1, 3 * h], type)
    var toHidden = Tensor(uninitialized: [batch, steps + 1, 3 * h], type)
    var toMoments = Tensor(uninitialized: [batch, steps + 1, 2 * k], type)
    let scratch = Tensor(zeros: [batch, 3 * h + k], type)
    let read = [
      gradients.moments, gradients.samples, trace.gates, trace.candidates, trace.moments,
      trace.states, trace.samples, inputs[1], inputs[2], inputs[4],
    ]
    toInput.withMutablePointer(Scalar.self) { toInput in
      toHidden.withMutablePointer(Scalar.self) { toHidden in
        toMoments.withMutablePointer(Scalar.self) { toMoments in
          withPointers(of: read + [scratch]) { (p: [UnsafePointer<Scalar>]) in
            nonisolated(unsafe) let pass = SampledBackward(
              size: self,
              momentsGradient: p[0],
              samplesGradient: p[1],
              gates: p[2],
              candidates: p[3],
              moments: p[4],
              states: p[5],
              samples: p[6],
              sampleWeight: p[7],
              hiddenWeight: p[8],
              momentsWeight: p[9],
              toInput: toInput,
              toHidden: toHidden,
              toMoments: toMoments
            )
            nonisolated(unsafe) let scratch = UnsafeMutablePointer(mutating: p[10])
            forChunks(of: batch, size: Self.pieceExtent) {
              pass.run($0, scratch + $0.lowerBound * (3 * h + k))
            }
          }
        }
      }
    }
    let rows = batch * (steps + 1)
    let (da, db) = (toInput.reshaped([rows, 3 * h]), toHidden.reshaped([rows, 3 * h]))
    let dm = toMoments.reshaped([rows, 2 * k])
    let states = trace.states.reshaped([rows, h])
    return [
      toInput.sum(axes: [1]),
      da.matmul(trace.samples.reshaped([rows, k]), transposeSelf: true),
      db.matmul(states, transposeSelf: true),
      db.columnSums(),
      dm.matmul(states, transposeSelf: true),
      dm.columnSums(),
    ]
  }
}

/// The memory of a backward pass.
private struct SampledBackward<Scalar: RecurrentScalar> {
  let size: SampledRecurrence
  let momentsGradient, samplesGradient: UnsafePointer<Scalar>
  let gates, candidates, moments, states, samples: UnsafePointer<Scalar>
  let sampleWeight, hiddenWeight, momentsWeight: UnsafePointer<Scalar>
  let toInput, toHidden, toMoments: UnsafeMutablePointer<Scalar>

  /// All steps for some of the batch, from the last; `scratch` begins as zeros.
  func run(_ rows: Range<Int>, _ scratch: UnsafeMutablePointer<Scalar>) {
    let (steps, h, k) = (size.steps, size.width, size.latent)
    for row in rows {
      let last = row * (steps + 1) + steps
      (toInput + last * 3 * h).update(repeating: 0, count: 3 * h)
      (toHidden + last * 3 * h).update(repeating: 0, count: 3 * h)
      (toMoments + row * (steps + 1) * 2 * k).update(repeating: 0, count: 2 * k)
    }
    let carry = scratch
    let products = (scratch + rows.count * h, scratch + rows.count * 2 * h)
    let toSample = scratch + rows.count * 3 * h
    for step in (0..<steps).reversed() {
      addSamples(rows, step, toSample)
      let wide = rows.lowerBound * (steps + 1) + step
      multiply(rows.count, toMoments + (wide + 1) * 2 * k, 2 * k, momentsWeight, h, products.1)
      for i in 0..<(rows.count * h) { carry[i] += products.0[i] + products.1[i] }
      gate(rows, step, carry)
      multiply(rows.count, toInput + wide * 3 * h, 3 * h, sampleWeight, k, toSample)
      multiply(rows.count, toHidden + wide * 3 * h, 3 * h, hiddenWeight, h, products.0)
    }
  }

  /// The gradient of the moments of one step: what arrives and what came back through the sample.
  private func addSamples(
    _ rows: Range<Int>,
    _ step: Int,
    _ toSample: UnsafePointer<Scalar>
  ) {
    let (steps, k) = (size.steps, size.latent)
    for row in rows {
      let (place, wide) = (row * steps + step, row * (steps + 1) + step + 1)
      let target = toMoments + wide * 2 * k
      let arriving = momentsGradient + place * 2 * k
      let back = toSample + (row - rows.lowerBound) * k
      for j in 0..<k {
        let d = samplesGradient[place * k + j] + back[j]
        let spread = samples[wide * k + j] - moments[place * 2 * k + j]
        target[j] = arriving[j] + d
        target[j + k] = arriving[j + k] + d * spread / 2
      }
    }
  }

  private func gate(_ rows: Range<Int>, _ step: Int, _ carry: UnsafeMutablePointer<Scalar>) {
    let (steps, h) = (size.steps, size.width)
    let place = rows.lowerBound * steps + step
    let wide = rows.lowerBound * (steps + 1) + step
    Scalar.gatesGradient(
      rows.count,
      h,
      from: (
        Rows(gates + place * 3 * h, steps * 3 * h), Rows(candidates + place * h, steps * h),
        Rows(states + wide * h, (steps + 1) * h)
      ),
      to: GateGradients(
        state: Rows(carry, h),
        input: Rows(toInput + wide * 3 * h, (steps + 1) * 3 * h),
        hidden: Rows(toHidden + wide * 3 * h, (steps + 1) * 3 * h)
      )
    )
  }

  private func multiply(
    _ rows: Int,
    _ a: UnsafePointer<Scalar>,
    _ inner: Int,
    _ b: UnsafePointer<Scalar>,
    _ columns: Int,
    _ c: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.panel(
      PanelProduct(
        m: rows,
        n: columns,
        k: inner,
        a: a,
        aRow: (size.steps + 1) * inner,
        aColumn: 1,
        b: b,
        c: c
      )
    )
  }
}
