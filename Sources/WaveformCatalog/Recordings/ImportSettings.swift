public import Foundation
public import Seismology
public import SignalProcessing

/// How recordings become a catalog.
public struct ImportSettings: Hashable, Sendable {
  /// Which way counts become ground motion.
  public enum Calibration: Hashable, Sendable {
    /// The whole response of the station files is divided out, within a band.
    case response(PreFilter?, waterLevelDB: Double?)
    /// The overall sensitivity of the station files, right where the instrument is flat.
    case statedSensitivity
    /// The same sensitivity for all channels, in counts per SI unit of ``ImportSettings/motion``.
    case constant([SensitivityEpoch])
  }

  /// Where east, north and up come from.
  public enum Orientation: Hashable, Sendable {
    /// From the azimuths and dips of the station files.
    case azimuths
    /// As recorded: Z is up, 1 or N stands for north, 2 or E for east, whatever they really are.
    case asRecorded
  }

  /// What the times of a window count from.
  public enum Reference: String, Hashable, Sendable, CaseIterable {
    /// The origin time.
    case origin
    /// The picked P arrival.
    case p
  }

  /// One line that names the catalog.
  public var title: String
  /// What its samples hold.
  public var motion: GroundMotion
  /// Which way counts become ground motion.
  public var calibration: Calibration
  /// Where east, north and up come from.
  public var orientation: Orientation
  /// Samples per second of all records.
  public var samplingRate: Double
  /// What the window's times count from.
  public var reference: Reference
  /// The first sample in s after the reference, and how many s there are.
  public var start, duration: Double
  /// What a record must be like.
  public var quality: RecordQuality
  /// Whether records are kept whatever their quality.
  public var keepsAll: Bool
  /// Whether events whose sensitivity is an estimate are left out.
  public var leavesOutEstimates: Bool

  /// Settings with those of quality at their defaults.
  public init(
    title: String,
    motion: GroundMotion,
    calibration: Calibration,
    samplingRate: Double,
    duration: Double
  ) {
    self.title = title
    self.motion = motion
    self.calibration = calibration
    self.samplingRate = samplingRate
    self.duration = duration
    orientation = .azimuths
    reference = .origin
    start = 0
    quality = RecordQuality()
    keepsAll = false
    leavesOutEstimates = false
  }

  /// The number of samples of a window.
  public var sampleCount: Int { Int((duration * samplingRate).rounded()) }

  /// Refuses numbers that cannot be.
  ///
  /// - Throws: ``CatalogError/invalid(place:value:expected:)``.
  public func validate() throws(CatalogError) {
    func check(_ place: String, _ value: Double, _ limits: ClosedRange<Double>) throws(CatalogError)
    {
      guard limits.contains(value) else {
        throw .invalid(
          place: place,
          value: "\(value)",
          expected: "from \(limits.lowerBound) to \(limits.upperBound)"
        )
      }
    }
    try check("sampling rate in Hz", samplingRate, 1e-3...1e4)
    try check("duration in s", duration, 2 / samplingRate...1e6)
    try check("start in s", start, -1e6...1e6)
    try quality.validate()
    guard case .constant(let epochs) = calibration else { return }
    for epoch in epochs { try check("sensitivity", abs(epoch.countsPerUnit), 1e-30...1e30) }
    guard epochs.last?.end == nil, !epochs.isEmpty else {
      throw .invalid(place: "sensitivities", value: "the last", expected: "without an end")
    }
  }
}

/// A sensitivity and the time until which it holds.
public struct SensitivityEpoch: Hashable, Sendable {
  /// Counts per SI unit of ground motion.
  public var countsPerUnit: Double
  /// When it ends; nil for the last.
  public var end: Date?
  /// Where it comes from, if it is an estimate; nil if it is known.
  public var estimate: String?

  /// A sensitivity in counts per SI unit.
  public init(countsPerUnit: Double, end: Date? = nil, estimate: String? = nil) {
    self.countsPerUnit = countsPerUnit
    self.end = end
    self.estimate = estimate
  }
}

extension [SensitivityEpoch] {
  /// The epoch that holds at a time.
  func epoch(at date: Date) -> SensitivityEpoch? {
    first { $0.end.map { date < $0 } ?? true }
  }
}
