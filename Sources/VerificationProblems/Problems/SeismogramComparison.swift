import Seismology

/// Sums of squares of a difference and of what it is compared with.
struct Misfit {
  private(set) var difference = 0.0
  private(set) var reference = 0.0

  /// The relative L2 error |a − b| / |b|.
  var relative: Double { (difference / reference).squareRoot() }

  mutating func add(_ value: Double, reference exact: Double) {
    difference += (value - exact) * (value - exact)
    reference += exact * exact
  }

  mutating func add(_ other: Misfit) {
    difference += other.difference
    reference += other.reference
  }
}

extension Seismogram {
  /// East, north and up.
  var components: [[Float]] { [east, north, up] }

  /// The time in s of a sample.
  func time(of index: Int) -> Double { startTime + Double(index) * timeStep }

  /// The misfit of east, north and up to an exact solution at the receiver.
  func misfits(to exact: some ExactGroundMotion) -> [Misfit] {
    var misfits = [Misfit](repeating: Misfit(), count: 3)
    for index in 0..<count {
      let motion = exact.velocity(at: receiver.location, time: time(of: index))
      misfits[0].add(Double(east[index]), reference: motion.east)
      misfits[1].add(Double(north[index]), reference: motion.north)
      misfits[2].add(Double(up[index]), reference: motion.up)
    }
    return misfits
  }

  /// The misfit of east, north and up to another seismogram with the same samples.
  func misfits(to other: Seismogram) -> [Misfit] {
    zip(components, other.components).map { mine, theirs in
      var misfit = Misfit()
      for (a, b) in zip(mine, theirs) { misfit.add(Double(a), reference: Double(b)) }
      return misfit
    }
  }

  /// The value of a component at any time, by eight-point Lagrange interpolation; 0 outside the record.
  ///
  /// With 20 samples a period its error is below 1e-6.
  func value(of component: Int, at time: Double) -> Double {
    let samples = components[component]
    let position = (time - startTime) / timeStep
    guard position >= 0, position <= Double(count - 1), count >= 8 else { return 0 }
    let first = min(max(Int(position) - 3, 0), count - 8)
    var sum = 0.0
    for i in first..<(first + 8) {
      var weight = 1.0
      for j in first..<(first + 8) where j != i {
        weight *= (position - Double(j)) / Double(i - j)
      }
      sum += weight * Double(samples[i])
    }
    return sum
  }
}
