import CWaveKernels
import NumericalRuntime
import Seismology

/// The records of one event or of several fused ones, and the output made of them.
///
/// Storage is `[channel][record][lane]`.
final class SampledRecord {
  private let plans: [SamplingPlan]
  private let array: ReceiverArray
  private let lanes: Int
  private let threads: Int
  /// Of the whole run: the longest lead and the stride that serves all.
  let lead: Int
  private let stride: Int
  private let records: Int
  private let samples: AlignedBuffer
  /// The running sum of displacements.
  private let sum: AlignedBuffer?

  init(plans: [SamplingPlan], array: ReceiverArray, lanes: Int, threads: Int)
    throws(SimulationError)
  {
    self.plans = plans
    self.array = array
    self.lanes = lanes
    self.threads = threads
    lead = plans.map(\.lead).max() ?? 0
    stride = plans.map(\.stride).reduce(0, Self.greatestCommonDivisor)
    let lastStep = plans.map(\.lastStep).max() ?? 0
    records = (lastStep - (plans.first?.lead ?? 0) + lead) / max(1, stride) + 1
    let count = array.channels * records * lanes
    guard let samples = AlignedBuffer(count: count) else { throw .outOfMemory(bytes: 4 * count) }
    self.samples = samples
    guard plans.first?.sampling.motion == .displacement else {
      sum = nil
      return
    }
    guard let sum = AlignedBuffer(count: array.channels * lanes) else {
      throw .outOfMemory(bytes: 4 * array.channels * lanes)
    }
    self.sum = sum
  }

  var allocatedBytes: Int { samples.allocatedBytes + (sum?.allocatedBytes ?? 0) }

  /// Takes in the velocities after `step` time steps.
  func sample(afterSteps step: Int) {
    guard let plan = plans.first else { return }
    let inverse = Float(1 / plan.timeStep)
    switch plan.sampling.motion {
    case .velocity:
      record(step - 1, scale: 1, adds: false)
    case .acceleration:
      // The difference of two velocities stands between them.
      if step > 1 { record(step - 1, scale: inverse, adds: true) }
      record(step, scale: -inverse, adds: false)
    case .displacement:
      guard let sum else { return }
      array.sample(scale: Float(plan.timeStep), adds: true, to: sum.pointer, step: lanes)
      guard let slot = slot(of: step) else { return }
      for channel in 0..<array.channels {
        (samples.pointer + (channel * records + slot) * lanes)
          .update(from: sum.pointer + channel * lanes, count: lanes)
      }
    }
  }

  /// The record that stands a number of steps after the start, if there is one.
  private func slot(of step: Int) -> Int? {
    step % stride == 0 && step / stride < records ? step / stride : nil
  }

  private func record(_ step: Int, scale: Float, adds: Bool) {
    guard let slot = slot(of: step) else { return }
    array.sample(
      scale: scale,
      adds: adds,
      to: samples.pointer + slot * lanes,
      step: records * lanes
    )
  }

  /// Each event's output, row after row of (component, time, receiver).
  func outputs() throws(SimulationError) -> [[Float]] {
    var weights: [SamplingPlan: [Float]] = [:]
    for plan in plans where weights[plan] == nil { weights[plan] = plan.weights() }
    let perEvent = plans.map { weights[$0] ?? [] }
    return lanes == 1 ? try mapped(perEvent[0]) : try fusedMapped(perEvent)
  }

  private func mapped(_ weights: [Float]) throws(SimulationError) -> [[Float]] {
    let times = plans[0].sampling.count
    let width = (times + 15) / 16 * 16
    guard let transposed = AlignedBuffer(count: width * records) else {
      throw .outOfMemory(bytes: 4 * width * records)
    }
    for t in 0..<times {
      for n in 0..<records { transposed.pointer[n * width + t] = weights[t * records + n] }
    }
    let receivers = array.channels / 3
    var output = [Float](repeating: 0, count: array.channels * times)
    output.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let (target, record) = (buffer.baseAddress, samples.pointer)
      let (records, parts) = (self.records, 8 * threads)
      parallelFor(3 * parts) { index in
        guard let target else { return }
        let component = index / parts
        let part = share(index % parts, of: parts, in: receivers)
        wk_map_series(
          transposed.pointer,
          record + component * receivers * records,
          records,
          width,
          times,
          part.lowerBound,
          part.upperBound,
          target + component * receivers * times,
          receivers
        )
      }
    }
    return [output]
  }

  private func fusedMapped(_ weights: [[Float]]) throws(SimulationError) -> [[Float]] {
    let times = plans[0].sampling.count
    guard let spread = AlignedBuffer(count: times * records * lanes) else {
      throw .outOfMemory(bytes: 4 * times * records * lanes)
    }
    for (lane, plan) in plans.enumerated() {
      let (first, every) = ((lead - plan.lead) / stride, plan.stride / stride)
      for t in 0..<times {
        let row = spread.pointer + t * records * lanes + lane
        for n in 0..<plan.recordCount {
          row[(first + n * every) * lanes] = weights[lane][t * plan.recordCount + n]
        }
      }
    }
    let (receivers, total) = (array.channels / 3, array.channels * times)
    let outputs = plans.map { _ in
      UnsafeMutableBufferPointer<Float>.allocate(capacity: total)
    }
    defer { for output in outputs { output.deallocate() } }
    let (records, lanes, parts) = (self.records, self.lanes, 8 * threads)
    nonisolated(unsafe) let (targets, record) = (outputs, samples.pointer)
    parallelFor(3 * parts) { index in
      let component = index / parts
      let part = share(index % parts, of: parts, in: receivers)
      let results = targets.map { $0.baseAddress.map { $0 + component * receivers * times } }
      wk_map_fused_series(
        spread.pointer,
        record + component * receivers * records * lanes,
        records,
        times,
        part.lowerBound,
        part.upperBound,
        results,
        Int32(results.count),
        receivers
      )
    }
    return outputs.map(Array.init)
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
