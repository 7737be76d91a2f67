import Foundation
import WaveSimulation

/// Refuses runs that this machine cannot hold, before anything is allocated.
struct ResourceCheck {
  /// The bytes of memory that are free.
  let availableBytes: Int

  /// What the machine has now.
  init() {
    let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    availableBytes = min(physical, Self.available(in: text) ?? physical)
  }

  /// The free memory in bytes that Linux reports in a line as `MemAvailable:  12345 kB`; nil without one.
  static func available(in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
    return nil
  }

  /// Throws if a run needs more than there is.
  ///
  /// - Throws: ``ResourceShortage``.
  func check(_ setup: SimulationSetup) throws {
    // Nine fields of four bytes are the least; planning itself takes long on a grid that is far too large.
    try require(36 * setup.grid.grid.pointCount)
    let plan = try setup.plan()
    guard plan.stepCount <= 100_000_000 else {
      throw ResourceShortage.steps(plan.stepCount, timeStep: plan.timeStep)
    }
    let samples = setup.duration / (setup.outputs.sampleInterval ?? plan.timeStep)
    guard samples <= 1e8 else { throw ResourceShortage.samples(samples) }
    let series = 12 * setup.domain.receivers.count * (plan.stepCount + Int(samples))
    try require(plan.memoryBytes + series)
  }

  private func require(_ bytes: Int) throws(ResourceShortage) {
    guard bytes <= availableBytes else {
      throw .memory(needed: bytes, available: availableBytes)
    }
  }
}

/// A run that is too large for this machine.
enum ResourceShortage: Error, Hashable {
  /// Bytes that the run needs and bytes that are free.
  case memory(needed: Int, available: Int)
  /// More time steps than anyone can wait for; the step in s.
  case steps(Int, timeStep: Double)
  /// More samples in a seismogram than files hold.
  case samples(Double)
}

extension ResourceShortage: CustomStringConvertible {
  var description: String {
    switch self {
    case .memory(let needed, let available):
      """
      The run needs \(Readable.bytes(needed)) of memory and \(Readable.bytes(available)) are free; take a larger \
      spacing (or a lower highest frequency), a smaller region, or another machine.
      """
    case .steps(let count, let timeStep):
      """
      The run would take \(Readable.number(Double(count))) time steps of \(Readable.number(timeStep)) s, more than \
      1e+08; check duration (s), time step (s) and spacing (m).
      """
    case .samples(let count):
      """
      Each seismogram would have \(Readable.number(count)) samples, more than 1e+08; take a longer sample \
      interval (s) or a shorter duration (s).
      """
    }
  }
}
