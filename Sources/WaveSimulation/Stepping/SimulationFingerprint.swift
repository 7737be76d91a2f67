import Seismology

/// A number that differs where sources, the orientation of the axes or the medium differ.
///
/// FNV-1a over the bit patterns of what the simulation was made of; time functions by 64 values over their support.
struct SimulationFingerprint {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  init(sources: [PointSource], forces: [PointForce], frame: LocalFrame, medium: Medium) {
    add([frame.xAzimuth, frame.yIsClockwise ? 1 : 0])
    for source in sources {
      let m = source.moment
      add([
        source.location.x, source.location.y, source.location.z, m.nn, m.ee, m.dd, m.ne, m.nd, m.ed,
      ])
      add(source.timeFunction, delay: source.delay)
    }
    for force in forces {
      add([
        force.location.x, force.location.y, force.location.z, force.north, force.east, force.down,
      ])
      add(force.timeFunction, delay: force.delay)
    }
    medium.forEachStoredValue { add(UInt64($0.bitPattern)) }
  }

  private mutating func add(_ function: any SourceTimeFunction, delay: Double) {
    let (low, high) = (function.support.lowerBound, function.support.upperBound)
    add([delay, low, high])
    for n in 0..<64 { add([function.cumulative(at: low + (high - low) * (Double(n) + 0.5) / 64)]) }
  }

  private mutating func add(_ numbers: [Double]) {
    for number in numbers { add(number.bitPattern) }
  }

  private mutating func add(_ bits: UInt64) {
    value = (value ^ bits) &* 0x100_0000_01b3
  }
}
