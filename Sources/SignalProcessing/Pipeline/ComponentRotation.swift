import Foundation
import Seismology

/// The steps that turn the components of sensors.
struct ComponentRotation {
  let run: PipelineRun
  /// The step's place, from 1.
  let step: Int

  /// Turns the channels of each sensor into vertical, north and east.
  func orient(_ traces: inout [WorkingTrace]) {
    for set in ComponentSet.sets(of: traces) {
      do throws(ProcessingProblem) {
        try orient(set, in: &traces)
      } catch {
        set.drop(error, step: step, in: &traces)
      }
    }
  }

  /// Turns north and east of each sensor into radial and transverse.
  func rotate(_ traces: inout [WorkingTrace]) {
    for set in ComponentSet.sets(of: traces) {
      do throws(ProcessingProblem) {
        try rotate(set, in: &traces)
      } catch {
        for letter in set.members.keys where letter != "Z" {
          if let place = set.members[letter] { traces[place].drop(error, step: step) }
        }
      }
    }
  }

  private func orient(
    _ set: ComponentSet,
    in traces: inout [WorkingTrace]
  ) throws(ProcessingProblem) {
    let places = set.members.sorted { $0.key < $1.key }.map(\.value)
    var orientations: [ChannelOrientation] = []
    for place in places { orientations.append(try orientation(of: place, in: &traces)) }
    // Already there: nothing is computed, so that nothing is rounded.
    let targets = orientations.map { orientation in
      Self.axes.first { $0.orientation.angle(to: orientation) < 0.01 }
    }
    if targets.allSatisfy({ $0 != nil }), Set(targets.map { $0?.letter }).count == places.count {
      for (place, target) in zip(places, targets) {
        guard let target else { continue }
        traces[place].rename(target.letter)
        traces[place].orientation = target.orientation
      }
      return
    }
    switch places.count {
    case 3: try turn(places, orientations, in: &traces)
    case 2 where orientations.allSatisfy({ abs($0.dip) < 1 }):
      try turn(places, orientations, in: &traces)
    case 1 where abs(abs(orientations[0].dip) - 90) < 1:
      // A vertical that counts downwards.
      if orientations[0].dip > 0 {
        traces[places[0]].samples = traces[places[0]].samples.map { -$0 }
      }
      traces[places[0]].rename("Z")
      traces[places[0]].orientation = .up
    default: throw .noPartners(needed: "the other channels of its sensor")
    }
  }

  private func turn(
    _ places: [Int],
    _ orientations: [ChannelOrientation],
    in traces: inout [WorkingTrace]
  ) throws(ProcessingProblem) {
    try ComponentSet.align(places, in: &traces)
    let samples = places.map { traces[$0].samples }
    let isWhole = places.count == 3
    let turned = try ProcessingProblem.translating {
      // Two horizontals are turned with a vertical at rest.
      let all = (isWhole ? [] : [ChannelOrientation.up]) + orientations
      let rest = isWhole ? [] : [[Double](repeating: 0, count: samples[0].count)]
      let inputs = rest + samples
      return try OrientationRotation(first: all[0], second: all[1], third: all[2])
        .toVerticalNorthEast(inputs[0], inputs[1], inputs[2])
    }
    let results = [turned.vertical, turned.north, turned.east].suffix(places.count)
    // Each result goes to the channel that points there best, so that findings stay with their channel.
    var free = places
    for (axis, samples) in zip(Self.axes.suffix(places.count), results) {
      guard
        let best = free.indices.max(by: { a, b in
          let (first, second) = (places.firstIndex(of: free[a]), places.firstIndex(of: free[b]))
          return alignment(orientations, first, axis) < alignment(orientations, second, axis)
        })
      else { continue }
      let place = free.remove(at: best)
      traces[place].samples = samples
      traces[place].rename(axis.letter)
      traces[place].orientation = axis.orientation
    }
  }

  private func alignment(
    _ orientations: [ChannelOrientation],
    _ index: Int?,
    _ axis: (letter: Character, orientation: ChannelOrientation)
  ) -> Double {
    guard let index else { return 0 }
    return abs((orientations[index].direction * axis.orientation.direction).sum())
  }

  private func orientation(
    of place: Int,
    in traces: inout [WorkingTrace]
  ) throws(ProcessingProblem) -> ChannelOrientation {
    if let known = traces[place].knownOrientation(in: run.index) { return known }
    guard let nominal = traces[place].nominalOrientation else { throw .noOrientation }
    traces[place].flag(.orientationAssumed, step: step)
    return nominal
  }

  private func rotate(
    _ set: ComponentSet,
    in traces: inout [WorkingTrace]
  ) throws(ProcessingProblem) {
    // A vertical alone has nothing to turn.
    if set.members.count == 1, set.members["Z"] != nil { return }
    guard let north = set.members["N"], let east = set.members["E"] else {
      throw .noPartners(needed: "components N and E of its sensor; orient the channels first")
    }
    for place in [north, east] {
      if let known = traces[place].knownOrientation(in: run.index),
        let nominal = traces[place].nominalOrientation, known.angle(to: nominal) > 1
      {
        traces[place].flag(.misoriented(degrees: known.angle(to: nominal)), step: step)
      }
    }
    let backAzimuth = try backAzimuth(of: traces[north])
    try ComponentSet.align([north, east], in: &traces)
    let turned = try ProcessingProblem.translating {
      try Rotation.radialTransverse(
        north: traces[north].samples,
        east: traces[east].samples,
        backAzimuth: backAzimuth
      )
    }
    traces[north].samples = turned.radial
    traces[north].rename("R")
    traces[east].samples = turned.transverse
    traces[east].rename("T")
  }

  private func backAzimuth(of trace: WorkingTrace) throws(ProcessingProblem) -> Double {
    guard let epicentre = run.context.epicentre else { throw .noBackAzimuth("no event is given") }
    let inventoried = trace.epoch.map { run.index.epochs[$0].position }
    guard let position = inventoried ?? run.context.stationPositions[trace.station] else {
      throw .noBackAzimuth("the station's position is in no file")
    }
    return Geodesic(from: epicentre, to: position).backAzimuth
  }

  private static let axes: [(letter: Character, orientation: ChannelOrientation)] = [
    ("Z", .up), ("N", .north), ("E", .east),
  ]
}
