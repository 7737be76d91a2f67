import Foundation

/// The fast Griffin–Lim iteration by sums in double precision, for a Hamming window, an even length and zeros beyond
/// the ends.
struct PlainGriffinLim {
  let length, hop, frames, count: Int

  private var bins: Int { length / 2 + 1 }
  private var window: [Double] {
    (0..<length).map { 0.54 - 0.46 * cos(2 * Double.pi * Double($0) / Double(length)) }
  }

  func solve(
    _ wanted: [Float],
    _ angles: [Float],
    momentum: Double,
    iterations: Int
  ) -> (samples: [Double], misfits: [Double]) {
    let sizes = wanted.map(Double.init)
    let norm = sizes.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var real = zip(sizes, angles).map { $0 * cos(Double($1)) }
    var imaginary = zip(sizes, angles).map { $0 * sin(Double($1)) }
    var before = [(Double, Double)](repeating: (0, 0), count: sizes.count)
    var misfits: [Double] = []
    for _ in 0..<iterations {
      let now = analysis(of: synthesis(real, imaginary))
      let squares = zip(now, sizes).map { pow(hypot($0.0, $0.1) - $1, 2) }
      misfits.append(squares.reduce(0, +).squareRoot() / norm)
      for n in sizes.indices {
        let x = now[n].0 + momentum * (now[n].0 - before[n].0)
        let y = now[n].1 + momentum * (now[n].1 - before[n].1)
        (real[n], imaginary[n]) = (sizes[n] * x / hypot(x, y), sizes[n] * y / hypot(x, y))
      }
      before = now
    }
    return (synthesis(real, imaginary), misfits)
  }

  private func synthesis(_ real: [Double], _ imaginary: [Double]) -> [Double] {
    var (sum, weight) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for t in 0..<frames {
      for n in 0..<length {
        let place = t * hop + n - length / 2
        guard (0..<count).contains(place) else { continue }
        var value = 0.0
        for k in 0..<length {
          // Bins above the middle are the conjugates of those below.
          let bin = min(k, length - k)
          let angle = 2 * Double.pi * Double(bin * n) / Double(length)
          let isEnd = bin == 0 || 2 * bin == length
          value +=
            real[t * bins + bin] * cos(angle)
            - (isEnd ? 0 : imaginary[t * bins + bin] * sin(angle))
        }
        sum[place] += window[n] * value / Double(length)
        weight[place] += window[n] * window[n]
      }
    }
    return zip(sum, weight).map { $0 / $1 }
  }

  private func analysis(of samples: [Double]) -> [(Double, Double)] {
    (0..<(frames * bins)).map { index in
      let (t, k) = (index / bins, index % bins)
      var (x, y) = (0.0, 0.0)
      for n in 0..<length {
        let place = t * hop + n - length / 2
        guard samples.indices.contains(place) else { continue }
        let angle = 2 * Double.pi * Double(k * n) / Double(length)
        x += window[n] * samples[place] * cos(angle)
        y -= window[n] * samples[place] * sin(angle)
      }
      return (x, y)
    }
  }
}
