import CWaveKernels
import NumericalRuntime
import Seismology

/// The weights of many receivers as the kernels read them: runs of neighbouring nodes along x.
///
/// Channels come component by component (east, north, up), within each receiver by receiver.
final class ReceiverArray {
  /// Three a receiver.
  let channels: Int
  private let lanes: Int
  private let threads: Int
  private let runs: UnsafeMutableBufferPointer<wk_run>
  private let first: UnsafeMutableBufferPointer<Int>
  private let weights: AlignedBuffer
  private let arguments: UnsafeMutablePointer<wk_receivers>

  init(_ receivers: [Receiver], place: GridPlace, threads: Int) throws(SimulationError) {
    channels = 3 * receivers.count
    lanes = place.field.lanes
    self.threads = threads
    let (x, y) = (place.frame.xAxis, place.frame.yAxis)
    let directions = [(x.east, y.east, 0.0), (x.north, y.north, 0), (0, 0, -1)]
    nonisolated(unsafe) let shared = place
    let lists = parallelMap(Array(0..<channels)) { channel -> [WeightedRun] in
      let direction = directions[channel / receivers.count]
      let functional = shared.velocity(
        x: direction.0,
        y: direction.1,
        z: direction.2,
        at: receivers[channel % receivers.count].location
      )
      return WeightedRun.runs(of: functional)
    }
    let count = lists.reduce(0) { $0 + $1.count }
    guard let weights = AlignedBuffer(count: WeightedRun.length * max(1, count)) else {
      throw .outOfMemory(bytes: 4 * WeightedRun.length * count)
    }
    self.weights = weights
    runs = .allocate(capacity: count)
    first = .allocate(capacity: channels + 1)
    var next = 0
    first[0] = 0
    for (channel, list) in lists.enumerated() {
      for run in list {
        runs.initializeElement(at: next, to: run.place)
        for (m, weight) in run.weights.enumerated() {
          weights.pointer[WeightedRun.length * next + m] = weight
        }
        next += 1
      }
      first[channel + 1] = next
    }
    arguments = .allocate(capacity: 1)
    arguments.initialize(
      to: wk_receivers(
        field: (
          UnsafePointer(place.field.pointer(.vx)), UnsafePointer(place.field.pointer(.vy)),
          UnsafePointer(place.field.pointer(.vz))
        ),
        runs: UnsafePointer(runs.baseAddress),
        weights: UnsafePointer(weights.pointer),
        first: UnsafePointer(first.baseAddress)
      )
    )
  }

  deinit {
    runs.deallocate()
    first.deallocate()
    arguments.deallocate()
  }

  var allocatedBytes: Int {
    weights.allocatedBytes + runs.count * MemoryLayout<wk_run>.stride + first.count * 8
  }

  /// Writes (or adds) `scale` times the present value of every channel to `out`, channels `step` floats apart.
  func sample(scale: Float, adds: Bool, to out: UnsafeMutablePointer<Float>, step: Int) {
    nonisolated(unsafe) let (receivers, target) = (UnsafePointer(arguments), out)
    let (channels, lanes) = (channels, Int32(lanes))
    let parts = 8 * threads
    parallelFor(parts) { index in
      let mode = wk_flush_subnormals()
      defer { wk_restore_subnormals(mode) }
      let part = share(index, of: parts, in: channels)
      wk_sample(
        receivers,
        lanes,
        part.lowerBound,
        part.upperBound,
        scale,
        adds ? 1 : 0,
        target,
        step
      )
    }
  }
}

/// Up to sixteen neighbouring nodes along x with their weights.
private struct WeightedRun {
  static let length = 16

  var place: wk_run
  var weights: [Float]

  /// The terms of a functional, sorted, those at one node added up.
  static func runs(of functional: FieldFunctional) -> [WeightedRun] {
    let terms = functional.terms.enumerated().sorted {
      ($0.element.component.rawValue, $0.element.index, $0.offset)
        < ($1.element.component.rawValue, $1.element.index, $1.offset)
    }
    var runs: [WeightedRun] = []
    for (_, term) in terms {
      let component = Int32(term.component.rawValue)
      if let last = runs.last, last.place.component == component {
        let distance = term.index - last.place.node
        if distance == last.weights.count - 1 {
          runs[runs.count - 1].weights[distance] += term.weight
          continue
        }
        if distance == last.weights.count, distance < length {
          runs[runs.count - 1].weights.append(term.weight)
          runs[runs.count - 1].place.count += 1
          continue
        }
      }
      runs.append(
        WeightedRun(
          place: wk_run(component: component, count: 1, node: term.index),
          weights: [term.weight]
        )
      )
    }
    return runs
  }
}
