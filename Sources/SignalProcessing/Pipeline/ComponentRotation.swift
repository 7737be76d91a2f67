import Foundation
import Seismology

/// The steps that turn the components of sensors.
///
/// Channels of a sensor are turned over the stretches of time in which the same ones run, so that a gap in one
/// splits the others and costs them nothing but the gap.
struct ComponentRotation {
  let run: PipelineRun
  /// The step's place, from 1.
  let step: Int

  /// Turns the channels of each sensor into vertical, north and east.
  func orient(_ traces: inout [WorkingTrace]) {
    var results = traces.map { [$0] }
    for sensor in SensorTraces.sensors(of: traces, where: { _ in true }) {
      let orientations = orientations(of: sensor, in: &results)
      if align(orientations, in: &results) { continue }
      turn(sensor, orientations, in: &results)
    }
    traces = results.flatMap { $0 }
  }

  /// Turns north and east of each sensor into radial and transverse.
  func rotate(_ traces: inout [WorkingTrace]) {
    var results = traces.map { [$0] }
    for sensor in SensorTraces.sensors(of: traces, where: { $0 != "Z" }) {
      do throws(ProcessingProblem) {
        try rotate(sensor, in: &results)
      } catch {
        for place in sensor.places { results[place][0].drop(error, step: step) }
      }
    }
    traces = results.flatMap { $0 }
  }

  private static let axes: [(letter: Character, orientation: ChannelOrientation)] = [
    ("Z", .up), ("N", .north), ("E", .east),
  ]
}

extension ComponentRotation {
  /// Where the channels point, by their places; one of which nobody knows is dropped.
  private func orientations(
    of sensor: SensorTraces,
    in results: inout [[WorkingTrace]]
  ) -> [Int: ChannelOrientation] {
    var orientations: [Int: ChannelOrientation] = [:]
    for place in sensor.places {
      if let known = results[place][0].knownOrientation(in: run.index) {
        orientations[place] = known
      } else if let nominal = results[place][0].nominalOrientation {
        results[place][0].flag(.orientationAssumed, step: step)
        orientations[place] = nominal
      } else {
        results[place][0].drop(.noOrientation, step: step)
      }
    }
    return orientations
  }

  /// Whether all channels point along different axes already; nothing is computed then, so that nothing is
  /// rounded or cut.
  private func align(
    _ orientations: [Int: ChannelOrientation],
    in results: inout [[WorkingTrace]]
  ) -> Bool {
    var letters: [Character: Set<String>] = [:]
    for (place, orientation) in orientations {
      guard let axis = Self.axis(of: orientation) else { return false }
      letters[axis.letter, default: []].insert(results[place][0].identifier.channel)
    }
    guard letters.values.allSatisfy({ $0.count == 1 }) else { return false }
    for (place, orientation) in orientations {
      guard let axis = Self.axis(of: orientation) else { continue }
      results[place][0].rename(axis.letter)
      results[place][0].orientation = axis.orientation
    }
    return true
  }

  private static func axis(
    of orientation: ChannelOrientation
  ) -> (letter: Character, orientation: ChannelOrientation)? {
    axes.first { $0.orientation.angle(to: orientation) < 0.01 }
  }

  private func turn(
    _ sensor: SensorTraces,
    _ orientations: [Int: ChannelOrientation],
    in results: inout [[WorkingTrace]]
  ) {
    var problem = ProcessingProblem.noPartners(needed: "the other channels of its sensor")
    var spans: [SensorSpan] = []
    do throws(ProcessingProblem) {
      spans = try sensor.spans(in: results)
    } catch {
      problem = error
      spans = sensor.places.map { place in
        SensorSpan(members: [place: results[place][0].samples.indices], count: 0)
      }
    }
    let total = spans.reduce(0) { $0 + $1.count }
    let most = spans.map(\.members.count).max() ?? 0
    var parts = TraceParts()
    // The ragged ends of channels that start and stop a little apart are no traces of their own.
    for span in spans where span.members.count == most || span.count * 100 >= total {
      let members = span.members.filter { orientations[$0.key] != nil }.sorted { $0.key < $1.key }
      let cut = members.map { TraceParts.part($0.value, of: results[$0.key][0]) }
      let directions = members.compactMap { orientations[$0.key] }
      do throws(ProcessingProblem) {
        guard let turned = try turned(cut, directions) else {
          add(members, cut, directions, to: &parts)
          continue
        }
        for (member, part) in zip(members, turned) {
          parts.add(part, member.value, of: member.key, isTurned: true)
        }
      } catch {
        problem = error
        add(members, cut, directions, to: &parts)
      }
    }
    parts.replace(orientations.keys.sorted(), in: &results, missing: problem, step: step)
  }

  /// Adds those parts that need no partners: verticals and what points along an axis.
  private func add(
    _ members: [(key: Int, value: Range<Int>)],
    _ cut: [WorkingTrace],
    _ directions: [ChannelOrientation],
    to parts: inout TraceParts
  ) {
    for ((place, range), (trace, direction)) in zip(members, zip(cut, directions)) {
      var trace = trace
      if abs(abs(direction.dip) - 90) < 1 {
        // It may count downwards.
        if direction.dip > 0 { trace.samples = trace.samples.map { -$0 } }
        trace.rename("Z")
        trace.orientation = .up
      } else if let axis = Self.axis(of: direction) {
        trace.rename(axis.letter)
        trace.orientation = axis.orientation
      } else {
        continue
      }
      parts.add(trace, range, of: place, isTurned: false)
    }
  }

  /// Three channels, or two horizontal ones, turned; nil for what is neither.
  private func turned(
    _ parts: [WorkingTrace],
    _ orientations: [ChannelOrientation]
  ) throws(ProcessingProblem) -> [WorkingTrace]? {
    let isWhole = parts.count == 3
    guard isWhole || parts.count == 2 && orientations.allSatisfy({ abs($0.dip) < 1 }) else {
      return nil
    }
    let motions = try ProcessingProblem.translating {
      // Two horizontals are turned with a vertical at rest.
      let all = (isWhole ? [] : [ChannelOrientation.up]) + orientations
      let rest = isWhole ? [] : [[Double](repeating: 0, count: parts[0].samples.count)]
      let inputs = rest + parts.map(\.samples)
      return try OrientationRotation(first: all[0], second: all[1], third: all[2])
        .toVerticalNorthEast(inputs[0], inputs[1], inputs[2])
    }
    let results = [motions.vertical, motions.north, motions.east].suffix(parts.count)
    // Each result goes to the channel that points there best, so that findings stay with their channel.
    var turned = parts
    var free = Array(parts.indices)
    for (axis, samples) in zip(Self.axes.suffix(parts.count), results) {
      func fit(_ index: Int) -> Double {
        abs((orientations[index].direction * axis.orientation.direction).sum())
      }
      guard let best = free.indices.max(by: { fit(free[$0]) < fit(free[$1]) }) else { continue }
      let index = free.remove(at: best)
      turned[index].samples = samples
      turned[index].rename(axis.letter)
      turned[index].orientation = axis.orientation
    }
    return turned
  }
}

extension ComponentRotation {
  private func rotate(
    _ sensor: SensorTraces,
    in results: inout [[WorkingTrace]]
  ) throws(ProcessingProblem) {
    let missing = ProcessingProblem.noPartners(
      needed: "components N and E of its sensor; orient the channels first"
    )
    let letters = Set(sensor.places.compactMap { results[$0][0].identifier.channel.last })
    guard letters.isSuperset(of: ["N", "E"]) else { throw missing }
    let backAzimuth = try backAzimuth(of: results[sensor.places[0]][0])
    flagDirections(sensor, in: &results)
    var parts = TraceParts()
    for span in try sensor.spans(in: results) {
      func member(_ letter: Character) -> (place: Int, range: Range<Int>)? {
        span.members.first { results[$0.key][0].identifier.channel.last == letter }
          .map { ($0.key, $0.value) }
      }
      guard let north = member("N"), let east = member("E") else { continue }
      var radial = TraceParts.part(north.range, of: results[north.place][0])
      var transverse = TraceParts.part(east.range, of: results[east.place][0])
      let turned = try ProcessingProblem.translating {
        try Rotation.radialTransverse(
          north: radial.samples,
          east: transverse.samples,
          backAzimuth: backAzimuth
        )
      }
      (radial.samples, transverse.samples) = (turned.radial, turned.transverse)
      radial.rename("R")
      transverse.rename("T")
      parts.add(radial, north.range, of: north.place, isTurned: true)
      parts.add(transverse, east.range, of: east.place, isTurned: true)
    }
    parts.replace(sensor.places, in: &results, missing: missing, step: step)
  }

  /// Tells of channels that point elsewhere than their codes say.
  private func flagDirections(_ sensor: SensorTraces, in results: inout [[WorkingTrace]]) {
    for place in sensor.places {
      let trace = results[place][0]
      guard let known = trace.knownOrientation(in: run.index),
        let nominal = trace.nominalOrientation, known.angle(to: nominal) > 1
      else { continue }
      results[place][0].flag(.misoriented(degrees: known.angle(to: nominal)), step: step)
    }
  }

  private func backAzimuth(of trace: WorkingTrace) throws(ProcessingProblem) -> Double {
    guard let epicentre = run.context.epicentre else { throw .noBackAzimuth("no event is given") }
    let inventoried = trace.epoch.map { run.index.epochs[$0].position }
    guard let position = inventoried ?? run.context.stationPositions[trace.station] else {
      throw .noBackAzimuth("the station's position is in no file")
    }
    return Geodesic(from: epicentre, to: position).backAzimuth
  }
}
