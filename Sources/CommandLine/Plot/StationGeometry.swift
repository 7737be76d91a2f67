import Foundation
import Plotting
import Seismology

/// Distance and azimuth of a station as seen from the epicentre, and records turned that way.
struct StationGeometry {
  /// Epicentral distance in m.
  let distance: Double
  /// Azimuth from the epicentre in degrees clockwise from north, 0..<360.
  let azimuth: Double

  /// The geometry of two places of a local frame.
  init(from epicentre: LocalPoint, to station: LocalPoint, frame: LocalFrame) {
    let (dx, dy) = (station.x - epicentre.x, station.y - epicentre.y)
    let north = dx * frame.xAxis.north + dy * frame.yAxis.north
    let east = dx * frame.xAxis.east + dy * frame.yAxis.east
    distance = hypot(dx, dy)
    let degrees = atan2(east, north) * 180 / .pi
    azimuth = degrees < 0 ? degrees + 360 : degrees
  }

  /// Motion away from the epicentre and to the right of that, from east and north.
  func rotated(_ seismogram: Seismogram) -> (radial: [Float], transverse: [Float]) {
    let (sine, cosine) = (Float(sin(azimuth * .pi / 180)), Float(cos(azimuth * .pi / 180)))
    let pairs = zip(seismogram.east, seismogram.north)
    return (
      pairs.map { $0 * sine + $1 * cosine }, pairs.map { $0 * cosine - $1 * sine }
    )
  }
}

extension Seismogram {
  /// One component as a trace of a figure; the distance is in m.
  func trace(_ samples: [Float], distance: Double) -> Trace {
    Trace(
      label: receiver.code,
      distance: distance / 1000,
      startTime: startTime,
      timeStep: timeStep,
      samples: samples
    )
  }
}

extension TravelTimes {
  /// First arrivals between two distances in m, as curves of P and S, `startTime` seconds late.
  func curves(
    sourceDepth: Double,
    startTime: Double,
    distances: ClosedRange<Double>
  ) -> [ArrivalCurve] {
    Phase.allCases.compactMap { phase in
      let extent = distances.upperBound - distances.lowerBound
      let points = (0...80).compactMap { step -> ArrivalCurve.Point? in
        let distance = distances.lowerBound + extent * Double(step) / 80
        return firstArrival(phase, sourceDepth: sourceDepth, distance: distance).map {
          ArrivalCurve.Point(distance: distance / 1000, time: startTime + $0.time)
        }
      }
      return points.count > 1 ? ArrivalCurve(phase: phase.rawValue, points: points) : nil
    }
  }
}
