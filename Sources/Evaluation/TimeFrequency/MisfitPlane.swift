import Foundation

/// The differences ΔE and ΔP of one component and the reference's amplitude, by (frequency, time).
struct MisfitPlane {
  /// |W| − |W_r|.
  let envelope: [[Double]]
  /// |W_r| arg(W / W_r) / π; 0 where either is silent.
  let phase: [[Double]]
  /// |W_r|.
  let amplitude: [[Double]]

  /// The differences of a record from a reference, both as long as the transform wants.
  init(_ record: [Double], against reference: [Double], transform: MorletTransform) {
    let recordSpectrum = transform.spectrum(of: record)
    let referenceSpectrum = transform.spectrum(of: reference)
    var (envelope, phase, amplitude): ([[Double]], [[Double]], [[Double]]) = ([], [], [])
    for index in transform.frequencies.indices {
      let w = transform.coefficients(of: recordSpectrum, at: index)
      let r = transform.coefficients(of: referenceSpectrum, at: index)
      let size = r.map { hypot($0.x, $0.y) }
      envelope.append(w.indices.map { hypot(w[$0].x, w[$0].y) - size[$0] })
      phase.append(
        w.indices.map { i in
          // arg(w conj(r)): both products vanish where either is silent, and atan2(0, 0) is 0.
          let sine = w[i].y * r[i].x - w[i].x * r[i].y
          let cosine = w[i].x * r[i].x + w[i].y * r[i].y
          return size[i] * atan2(sine, cosine) / .pi
        }
      )
      amplitude.append(size)
    }
    (self.envelope, self.phase, self.amplitude) = (envelope, phase, amplitude)
  }

  /// The largest |W_r|.
  var largest: Double { amplitude.reduce(0) { max($0, $1.peak) } }
  /// Σ_f |W_r| by time.
  var amplitudeByTime: [Double] { Self.sumByTime(amplitude) }
  /// Σ_t |W_r| by frequency.
  var amplitudeByFrequency: [Double] { amplitude.map { $0.reduce(0, +) } }
  /// √ΣΣ |W_r|².
  var size: Double { Self.norm(amplitude) }

  /// The sum over frequencies.
  static func sumByTime(_ plane: [[Double]]) -> [Double] {
    var sum = plane[0]
    for row in plane.dropFirst() {
      for i in row.indices { sum[i] += row[i] }
    }
    return sum
  }

  /// √ΣΣ x².
  static func norm(_ plane: [[Double]]) -> Double {
    plane.reduce(0) { $0 + $1.energy }.squareRoot()
  }
}

/// What the differences are divided by.
struct MisfitScale {
  private let normalization: TimeFrequencyMisfit.Normalization
  private let largest, largestByTime, largestByFrequency, largestSize: Double

  /// The scale of all components together.
  init(_ planes: [MisfitPlane], normalization: TimeFrequencyMisfit.Normalization) {
    self.normalization = normalization
    largest = planes.map(\.largest).reduce(0, max)
    largestByTime = planes.map(\.amplitudeByTime.peak).reduce(0, max)
    largestByFrequency = planes.map(\.amplitudeByFrequency.peak).reduce(0, max)
    largestSize = planes.map(\.size).reduce(0, max)
  }

  /// A plane of differences at each time and frequency.
  func normalized(_ difference: [[Double]], of plane: MisfitPlane) -> [[Double]] {
    difference.indices.map { f in
      divided(difference[f], by: plane.amplitude[f], or: largest)
    }
  }

  /// A plane of differences by time.
  func byTime(_ difference: [[Double]], of plane: MisfitPlane) -> [Double] {
    divided(MisfitPlane.sumByTime(difference), by: plane.amplitudeByTime, or: largestByTime)
  }

  /// A plane of differences by frequency.
  func byFrequency(_ difference: [[Double]], of plane: MisfitPlane) -> [Double] {
    let sums = difference.map { $0.reduce(0, +) }
    return divided(sums, by: plane.amplitudeByFrequency, or: largestByFrequency)
  }

  /// A plane of differences as a number.
  func single(_ difference: [[Double]], of plane: MisfitPlane) -> Double {
    divided([MisfitPlane.norm(difference)], by: [plane.size], or: largestSize)[0]
  }

  private func divided(_ values: [Double], by local: [Double], or global: Double) -> [Double] {
    switch normalization {
    case .global: values.map { $0 / global }
    case .local: zip(values, local).map { relative($0, to: $1) }
    }
  }

  /// A difference relative to the reference; amplitudes below rounding errors count as those.
  private func relative(_ value: Double, to amplitude: Double) -> Double {
    value == 0 ? 0 : value / max(amplitude, 1e-15 * largest)
  }
}
