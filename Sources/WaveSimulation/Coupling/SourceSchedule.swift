import Seismology

/// The rates of many sources, time step by time step.
///
/// With the time-dispersion correction the rates are tabulated; without it they are evaluated when needed, so that a
/// rupture of hundreds of thousands of points takes no memory for them. Functions shorter than ten steps enter by their
/// average over the step, which keeps their moment.
struct SourceSchedule {
  private enum Entry {
    case tabulated([Float])
    case evaluated(any SourceTimeFunction, delay: Double)
    case averaged(any SourceTimeFunction, delay: Double)
  }

  private let entries: [Entry]
  private let windows: [Range<Int>]
  private let timeStep: Double
  private let startTime: Double
  private let offset: Double

  /// Whether the correction is applied to such sources: to both ends of a run or to neither.
  ///
  /// Up to 64 sources are tabulated; a function shorter than ten steps has no band in which it could be corrected.
  static func canCorrect(
    _ sources: [(function: any SourceTimeFunction, delay: Double)],
    timeStep: Double
  ) -> Bool {
    sources.count <= 64
      && sources.allSatisfy {
        $0.function.support.upperBound - $0.function.support.lowerBound >= 10 * timeStep
      }
  }

  /// The rates of sources at each step.
  ///
  /// - Parameters:
  ///   - sources: the time functions with their delays in s.
  ///   - startTime: when step 0 begins, in seconds after the origin time.
  ///   - offset: when within a step the sources act, in time steps: moments, which change stresses, in the
  ///     middle (0.5); forces, which change the velocities that stand half a step earlier, at the start (0).
  ///   - dispersion: the time step and the correction of its error.
  init(
    _ sources: [(function: any SourceTimeFunction, delay: Double)],
    startTime: Double,
    offset: Double,
    dispersion: TimeDispersion
  ) {
    self.offset = offset
    self.startTime = startTime
    timeStep = dispersion.timeStep
    let dt = dispersion.timeStep
    func steps(_ from: Double, _ to: Double) -> Range<Int> {
      let first = max(0, Int(((from - startTime) / dt).rounded(.down)) - 4)
      return first..<max(first, Int(((to - startTime) / dt).rounded(.up)) + 4)
    }
    var entries: [Entry] = []
    var windows: [Range<Int>] = []
    for (function, delay) in sources {
      let (begin, end) = (function.support.lowerBound + delay, function.support.upperBound + delay)
      if end - begin < 10 * dt {
        entries.append(.averaged(function, delay: delay))
        windows.append(steps(begin, end))
      } else if dispersion.corrects {
        let cut = min(function.frequency(atAmplitude: 1e-6), 0.45 / dt)
        let spread = dispersion.spread(of: end, maximumFrequency: cut)
        let window = steps(begin - spread, end + spread)
        let series = dispersion.sourceSeries(
          start: startTime + (Double(window.lowerBound) + offset) * dt,
          count: window.count,
          support: function.support,
          delay: delay,
          maximumFrequency: cut,
          rate: { function.rate(at: $0) }
        )
        entries.append(.tabulated(series.map(Float.init)))
        windows.append(window)
      } else {
        entries.append(.evaluated(function, delay: delay))
        windows.append(steps(begin, end))
      }
    }
    self.entries = entries
    self.windows = windows
  }

  var count: Int { entries.count }

  /// The rate of a source in 1/s in time step n.
  func rate(of source: Int, step n: Int) -> Float {
    guard windows[source].contains(n) else { return 0 }
    switch entries[source] {
    case .tabulated(let series): return series[n - windows[source].lowerBound]
    case .averaged(let function, let delay):
      let start = startTime + (Double(n) + offset - 0.5) * timeStep - delay
      return Float(function.average(from: start, to: start + timeStep))
    case .evaluated(let function, let delay):
      let t = startTime + (Double(n) + offset) * timeStep
      return Float(function.rate(at: t - delay))
    }
  }
}
