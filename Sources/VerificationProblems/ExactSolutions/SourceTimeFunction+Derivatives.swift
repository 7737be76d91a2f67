import Seismology

extension SourceTimeFunction {
  /// The length of the support in s.
  var duration: Double { support.upperBound - support.lowerBound }

  /// The first derivative of the rate, in 1/s², by central differences of fourth order.
  ///
  /// The step is 1/4000 of the support, which leaves a relative error near 1e-12 for a smooth function.
  func rateSlope(at time: Double) -> Double {
    let step = duration / 4000
    let near = rate(at: time + step) - rate(at: time - step)
    let far = rate(at: time + 2 * step) - rate(at: time - 2 * step)
    return (8 * near - far) / (12 * step)
  }

  /// The second derivative of the rate, in 1/s³, by central differences of fourth order.
  ///
  /// The step is 1/1000 of the support, which leaves a relative error near 1e-9 for a smooth function.
  func rateCurvature(at time: Double) -> Double {
    let step = duration / 1000
    let near = rate(at: time + step) + rate(at: time - step)
    let far = rate(at: time + 2 * step) + rate(at: time - 2 * step)
    return (16 * near - far - 30 * rate(at: time)) / (12 * step * step)
  }
}
