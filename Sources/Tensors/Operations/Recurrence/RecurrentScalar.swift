import CTensorKernels
import RealModule

/// Rows of numbers that are `step` apart.
struct Rows<Pointer> {
  var base: Pointer
  var step: Int

  init(_ base: Pointer, _ step: Int) {
    self.base = base
    self.step = step
  }
}

/// A number with the kernels of gated recurrences: vectorised in single precision, plain in double.
protocol RecurrentScalar: SpectralScalar {
  typealias Input = Rows<UnsafePointer<Self>>
  typealias Output = Rows<UnsafeMutablePointer<Self>>

  /// The gates of `rows` rows of width `h`; see `ctk_gated_recurrence`.
  static func gates(_ rows: Int, _ h: Int, from: (b: Input, state: Input), to: GateResults<Self>)
  /// Their gradient; see `ctk_gated_recurrence_gradient`.
  static func gatesGradient(
    _ rows: Int,
    _ h: Int,
    from: (gates: Input, candidate: Input, state: Input),
    to: GateGradients<Self>
  )
  /// Mean + exp(log variance / 2) · noise of `rows` rows of width `z`.
  static func samples(_ rows: Int, _ z: Int, moments: Input, noise: Input, to: Output)
}

/// What the gates leave: r, z, n in the place of the input's part, the state's part of n, and the next state.
struct GateResults<Scalar> {
  let gates, candidate, next: Rows<UnsafeMutablePointer<Scalar>>
}

/// What the gradient leaves: z d in the place of the next state's gradient d, and those of both parts of the gates.
struct GateGradients<Scalar> {
  let state, input, hidden: Rows<UnsafeMutablePointer<Scalar>>
}

extension Float: RecurrentScalar {
  static func gates(_ rows: Int, _ h: Int, from: (b: Input, state: Input), to: GateResults<Float>) {
    ctk_gated_recurrence(
      rows,
      h,
      [from.b.base, from.state.base],
      [to.gates.base, to.candidate.base, to.next.base],
      [from.b.step, from.state.step, to.gates.step, to.candidate.step, to.next.step]
    )
  }

  static func gatesGradient(
    _ rows: Int,
    _ h: Int,
    from: (gates: Input, candidate: Input, state: Input),
    to: GateGradients<Float>
  ) {
    ctk_gated_recurrence_gradient(
      rows,
      h,
      [from.gates.base, from.candidate.base, from.state.base],
      [to.state.base, to.input.base, to.hidden.base],
      [
        from.gates.step, from.candidate.step, from.state.step, to.state.step, to.input.step,
        to.hidden.step,
      ]
    )
  }

  static func samples(_ rows: Int, _ z: Int, moments: Input, noise: Input, to: Output) {
    ctk_gaussian_samples(
      rows,
      z,
      moments.base,
      noise.base,
      to.base,
      [moments.step, noise.step, to.step]
    )
  }
}

extension Double: RecurrentScalar {
  static func gates(_ rows: Int, _ h: Int, from: (b: Input, state: Input), to: GateResults<Double>)
  {
    for i in 0..<rows {
      let (a, b) = (to.gates.base + i * to.gates.step, from.b.base + i * from.b.step)
      for j in 0..<h {
        let r = 1 / (1 + Double.exp(-(a[j] + b[j])))
        let z = 1 / (1 + Double.exp(-(a[j + h] + b[j + h])))
        let n = Double.tanh(a[j + 2 * h] + r * b[j + 2 * h])
        (a[j], a[j + h], a[j + 2 * h]) = (r, z, n)
        to.candidate.base[i * to.candidate.step + j] = b[j + 2 * h]
        to.next.base[i * to.next.step + j] = n + z * (from.state.base[i * from.state.step + j] - n)
      }
    }
  }

  static func gatesGradient(
    _ rows: Int,
    _ h: Int,
    from: (gates: Input, candidate: Input, state: Input),
    to: GateGradients<Double>
  ) {
    for i in 0..<rows {
      let gates = from.gates.base + i * from.gates.step
      let (a, b) = (to.input.base + i * to.input.step, to.hidden.base + i * to.hidden.step)
      for j in 0..<h {
        let (r, z, n) = (gates[j], gates[j + h], gates[j + 2 * h])
        let d = to.state.base[i * to.state.step + j]
        let dn = d * (1 - z) * (1 - n * n)
        let dz = d * (from.state.base[i * from.state.step + j] - n) * z * (1 - z)
        let dr = dn * from.candidate.base[i * from.candidate.step + j] * r * (1 - r)
        (a[j], a[j + h], a[j + 2 * h]) = (dr, dz, dn)
        (b[j], b[j + h], b[j + 2 * h]) = (dr, dz, dn * r)
        to.state.base[i * to.state.step + j] = d * z
      }
    }
  }

  static func samples(_ rows: Int, _ z: Int, moments: Input, noise: Input, to: Output) {
    for i in 0..<rows {
      let m = moments.base + i * moments.step
      for j in 0..<z {
        to.base[i * to.step + j] =
          m[j] + Double.exp(0.5 * m[j + z]) * noise.base[i * noise.step + j]
      }
    }
  }
}
