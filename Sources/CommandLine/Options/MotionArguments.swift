public import ArgumentParser
import Foundation
public import Seismology

/// A kind of ground motion on the command line, by its name.
extension GroundMotion: ExpressibleByArgument {}

/// The corners of a pre-filter on the command line, as 0.01,0.015,10,15.
struct FilterCorners: ExpressibleByArgument {
  let values: [Double]

  init?(argument: String) {
    let numbers = argument.split(separator: ",").map {
      Double($0.trimmingCharacters(in: .whitespaces))
    }
    values = numbers.compactMap { $0 }
    guard numbers.count == 4, values.count == 4 else { return nil }
  }
}
