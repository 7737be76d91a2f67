import Foundation
import NumericalRuntime
import Seismology

/// What is drawn at random for one event.
///
/// Each event has a stream of random numbers and each quantity its place in it, so that neither other events nor
/// other quantities change a draw.
struct EventDraws {
  /// The quantities, each with 256 numbers of the stream.
  private enum Quantity: UInt64 {
    case strike, dip, rake, magnitude, place, model, rupture
  }

  /// The seed of the catalog.
  let seed: UInt64
  /// The number of the event, from 0.
  let index: Int

  /// The plane of a pattern with its scatter; angles in degrees.
  ///
  /// A dip that scatters beyond 90° becomes the same plane seen from its other side.
  func plane(_ pattern: SourcePattern, strike: Double, dip: Double) throws(SourceError)
    -> NodalPlane
  {
    var strike = strike + scatter(.strike, pattern.strikeScatter)
    var dip = abs(dip + scatter(.dip, pattern.dipScatter))
    var rake = pattern.rake + scatter(.rake, pattern.rakeScatter)
    if dip > 90 {
      dip = 180 - dip
      strike += 180
      rake = -rake
    }
    return try NodalPlane(
      strike: strike.truncatingRemainder(dividingBy: 360),
      dip: dip,
      rake: rake.truncatingRemainder(dividingBy: 360)
    )
  }

  /// The magnitude, evenly from the pattern's range.
  func magnitude(_ pattern: SourcePattern) -> MomentMagnitude {
    var generator = generator(.magnitude)
    return MomentMagnitude(uniform(pattern.magnitude, &generator))
  }

  /// A place, evenly from a box in m.
  func place(x: ClosedRange<Double>, y: ClosedRange<Double>, depth: ClosedRange<Double>)
    -> LocalPoint
  {
    var generator = generator(.place)
    return LocalPoint(
      x: uniform(x, &generator),
      y: uniform(y, &generator),
      z: uniform(depth, &generator)
    )
  }

  /// Shares of a rupture's length and width at which it begins: 0.1 to 0.9 of the one, 0.3 to 0.8 of the other.
  ///
  /// Ruptures begin anywhere along strike, and in the deeper part of the fault: Mai, Spudich & Boatwright (2005),
  /// Bull. Seismol. Soc. Am. 95(3), 965–980.
  var hypocenter: (alongStrike: Double, downDip: Double) {
    var generator = generator(.place)
    let along = uniform(0.1...0.9, &generator)
    return (along, uniform(0.3...0.8, &generator))
  }

  /// The seed of the model's random part.
  var modelSeed: UInt64 { seed(.model) }

  /// The seed of a rupture's slip.
  var ruptureSeed: UInt64 { seed(.rupture) }

  private func generator(_ quantity: Quantity) -> SeededGenerator {
    var generator = SeededGenerator(seed: seed, stream: UInt64(index))
    generator.position = 256 * quantity.rawValue
    return generator
  }

  private func seed(_ quantity: Quantity) -> UInt64 {
    var generator = generator(quantity)
    // Positive as a signed number, so that any file format takes it.
    return generator.next() >> 1
  }

  private func uniform(_ range: ClosedRange<Double>, _ generator: inout SeededGenerator) -> Double {
    let share = generator.uniform()
    return range.lowerBound + share * (range.upperBound - range.lowerBound)
  }

  private func scatter(_ quantity: Quantity, _ deviation: Double) -> Double {
    guard deviation > 0 else { return 0 }
    var generator = generator(quantity)
    var draw = generator.gaussian()
    // One draw in 22 lies beyond two deviations.
    while abs(draw) > 2 { draw = generator.gaussian() }
    return deviation * draw
  }
}
