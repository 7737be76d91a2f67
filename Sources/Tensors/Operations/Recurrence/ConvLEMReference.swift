import RealModule

/// The gates written out number by number: the double precision path, and what the C kernels are tested against.
extension Double: ConvLEMScalar {
  static func stepMemory(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    z: GatePointer,
    newZ: GatePointer
  ) {
    let (a, h, p, gates) = (s.sums, s.stateSums, s.peepholes, s.gates)
    for i in range {
      let rate = logistic(a.a2[i] + h.a2[i] + p.a2[i] * z[i])
      let target = tanh(a.ay[i] + h.ay[i])
      newZ[i] = z[i] + s.timeStep * rate * (target - z[i])
      gates.a1[i] = logistic(a.a1[i] + h.a1[i] + p.a1[i] * newZ[i])
      gates.a2[i] = rate
      gates.ay[i] = target
      if let ag = a.ag, let hg = h.ag, let pg = p.ag, let gate = gates.ag {
        gate[i] = s.timeStep * logistic(ag[i] + hg[i] + pg[i] * newZ[i])
      }
    }
  }

  static func stepState(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    q: GatePointer,
    y: GatePointer,
    newY: GatePointer
  ) {
    for i in range {
      let target = tanh((s.gates.ag?[i] ?? 1) * q[i] + s.sums.az[i])
      s.gates.az[i] = target
      newY[i] = y[i] + s.timeStep * s.gates.a1[i] * (target - y[i])
    }
  }

  static func stepStateBack(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    q: GatePointer,
    y: GatePointer,
    gradients: (dy: GatePointer, dq: GatePointer)
  ) {
    let gates = s.gates
    for i in range {
      let (d, s1, target) = (gradients.dy[i], gates.a1[i], gates.az[i])
      let rate = s.timeStep * s1
      gates.a1[i] = d * (target - y[i]) * rate * (1 - s1)
      gates.az[i] = d * rate * (1 - target * target)
      gradients.dy[i] = d * (1 - rate)
      gradients.dq[i] = gates.az[i]
      if let ag = gates.ag {
        let g = ag[i]
        gradients.dq[i] *= g
        ag[i] = gates.az[i] * q[i] * g * (1 - g / s.timeStep)
      }
    }
  }

  static func stepMemoryBack(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    _ m: ConvLEMMemory<Self>
  ) {
    let (gates, p, dh, dp) = (s.gates, s.peepholes, m.stateSumGradients, m.peepholeGradients)
    for i in range {
      let (s2, target, da1) = (gates.a2[i], gates.ay[i], gates.a1[i])
      var d = m.dz[i] + m.convolved[i] + da1 * p.a1[i]
      if let dag = gates.ag?[i], let pg = p.ag {
        d += dag * pg[i]
        dh.ag?[i] = dag
        dp.ag?[i] += dag * m.newZ[i]
      }
      let rate = s.timeStep * s2
      let da2 = d * (target - m.z[i]) * rate * (1 - s2)
      gates.a2[i] = da2
      gates.ay[i] = d * rate * (1 - target * target)
      dh.a1[i] = da1
      dh.a2[i] = da2
      dh.ay[i] = gates.ay[i]
      dp.a1[i] += da1 * m.newZ[i]
      dp.a2[i] += da2 * m.z[i]
      m.dz[i] = d * (1 - rate) + da2 * p.a2[i]
    }
  }

  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
