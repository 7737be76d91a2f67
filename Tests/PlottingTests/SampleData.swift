import Foundation
import Plotting
import Seismology

/// Made-up but plausible ground motion for figures.
enum SampleData {
  /// Distances in km and azimuths in degrees like those of a regional network.
  static let stations: [(code: String, distance: Double, azimuth: Double)] = [
    ("QRDG", 80.99, 335.3), ("RUSS", 81.16, 353.2), ("CVS", 84.9, 313.7), ("OAKV", 88.9, 320.0),
    ("MCCM", 105.1, 290.5), ("FARB", 110.5, 263.4), ("WELL", 113.7, 52.5), ("SAO", 120.2, 166.7),
    ("CMB", 122.8, 78.3), ("MNRC", 132.1, 333.2), ("SCZ", 139.1, 166.8), ("BUCR", 142.6, 96.0),
  ]

  /// A P pulse at 6 km/s, an S pulse at 3.4 km/s and a dispersed train at 2.9 km/s.
  static func trace(_ index: Int, component: Int) -> Trace {
    let (code, distance, _) = stations[index]
    let strength = Float(2e-4 * 100 / distance)
    let shares: [(Float, Float, Float)] = [(0.35, 0.4, 1), (0.3, 0.5, 0.8), (0.02, 0.9, 0.6)]
    let samples = (0..<1800).map { step -> Float in
      let time = Double(step) * 0.1
      func pulse(_ velocity: Double, _ width: Double) -> Float {
        let t = (time - distance / velocity - 2 * width) / width
        return Float((1 - 2 * t * t) * exp(-t * t))
      }
      let late = time - distance / 2.9 - 8
      let train = Float(exp(-late * late / 300) * sin(0.5 * late + 0.006 * late * late))
      let (p, s, r) = shares[component]
      return strength * (p * pulse(6, 3) + s * pulse(3.4, 4) + r * train)
    }
    return Trace(label: code, distance: distance, startTime: 0, timeStep: 0.1, samples: samples)
  }

  /// Straight travel-time curves.
  static let arrivals = [("P", 6.0), ("S", 3.4)].map { phase, velocity in
    ArrivalCurve(
      phase: phase,
      points: stride(from: 60.0, through: 160, by: 5).map {
        ArrivalCurve.Point(distance: $0, time: $0 / velocity)
      }
    )
  }

  /// A four-lobed field in m/s that falls off with distance, 300 km × 280 km every 2 km.
  static func field(signed: Bool) throws -> GriddedField {
    let columns = (0...150).map { -150_000 + 2000 * Double($0) }
    let rows = (0...140).map { -140_000 + 2000 * Double($0) }
    let values = rows.flatMap { y in
      columns.map { x -> Float in
        let r = (x * x + y * y).squareRoot() / 1000
        let pattern = cos(2 * atan2(x, y) + 0.4)
        let envelope = 4e-3 / (1 + r * r / 200)
        return signed
          ? Float(envelope * pattern * sin(r / 6)) : Float(envelope * (0.25 + abs(pattern)))
      }
    }
    return try GriddedField(columns: columns, rows: rows, values: values)
  }

  /// The stations in a local frame with x east and y north.
  static let sites = stations.map { code, distance, azimuth in
    let angle = azimuth * Double.pi / 180
    return MapFigure.Site(
      label: code,
      location: LocalPoint(
        x: 1000 * distance * sin(angle),
        y: 1000 * distance * cos(angle),
        z: 0
      )
    )
  }

  /// A strike-slip mechanism.
  static let moment = MomentTensor(strike: 234, dip: 71, rake: -5, scalarMoment: 4e15)

  /// Degrees from metres on a sphere about 37.8 N, 121.8 W; good enough for ticks.
  static func geographic(_ point: LocalPoint) -> GeographicPoint? {
    GeographicPoint(latitude: 37.82 + point.y / 111_000, longitude: -121.76 + point.x / 87_900)
  }
}
