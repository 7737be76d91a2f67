public import Foundation
public import Seismology

/// What a result file says about how it came to be and how to make it again.
public struct RunMetadata: Hashable, Sendable {
  /// One line: what the file holds.
  public var title: String
  /// Product and version that computed it (`foreshake 0.1.0`).
  public var source: String
  /// How it was made: time and command line.
  public var history: String
  /// The whole configuration as YAML; empty where there was none.
  public var configuration: String
  /// The seed of all random numbers, if any were drawn.
  public var seed: UInt64?
  /// The origin time; times in the file are seconds after it.
  public var originTime: Date?
  /// The orientation of the local axes and, unless the problem is purely Cartesian, their origin.
  public var frame: LocalFrame

  /// Metadata from its parts.
  public init(
    title: String,
    source: String,
    history: String = "",
    configuration: String = "",
    seed: UInt64? = nil,
    originTime: Date? = nil,
    frame: LocalFrame = LocalFrame()
  ) {
    self.title = title
    self.source = source
    self.history = history
    self.configuration = configuration
    self.seed = seed
    self.originTime = originTime
    self.frame = frame
  }

  /// The units of a time axis in seconds after the origin time, as CF writes them.
  public var timeUnits: String {
    guard let originTime else { return "s" }
    let text = UTCTime.text(originTime).dropLast().replacing("T", with: " ")
    return "seconds since \(text)"
  }
}

extension NetCDFFile {
  /// Writes the metadata as global attributes.
  public func write(_ metadata: RunMetadata) throws(NetCDFError) {
    try setAttribute("Conventions", "CF-1.11")
    try setAttribute("title", .text(metadata.title))
    try setAttribute("source", .text(metadata.source))
    if !metadata.history.isEmpty { try setAttribute("history", .text(metadata.history)) }
    if !metadata.configuration.isEmpty {
      try setAttribute("configuration_yaml", .text(metadata.configuration))
    }
    if let seed = metadata.seed { try setAttribute("random_seed", .text(String(seed))) }
    if let time = metadata.originTime {
      try setAttribute("origin_time", .text(UTCTime.text(time)))
    }
    try setAttribute("x_axis_azimuth_degrees", .doubles([metadata.frame.xAzimuth]))
    try setAttribute("y_axis_azimuth_degrees", .doubles([metadata.frame.yAzimuth]))
    if let origin = metadata.frame.origin {
      try setAttribute("local_origin_latitude_degrees", .doubles([origin.latitude]))
      try setAttribute("local_origin_longitude_degrees", .doubles([origin.longitude]))
    }
  }

  /// The metadata of a result file; what the file does not say is empty.
  public func readMetadata() throws(NetCDFError) -> RunMetadata {
    RunMetadata(
      title: try text("title"),
      source: try text("source"),
      history: try text("history"),
      configuration: try text("configuration_yaml"),
      seed: UInt64(try text("random_seed")),
      originTime: UTCTime.date(try text("origin_time")),
      frame: try readFrame()
    )
  }

  private func text(_ name: String) throws(NetCDFError) -> String {
    try attribute(name)?.text ?? ""
  }

  private func number(_ name: String) throws(NetCDFError) -> Double? {
    try attribute(name)?.numbers?.first
  }

  private func readFrame() throws(NetCDFError) -> LocalFrame {
    let x = try number("x_axis_azimuth_degrees") ?? 90
    let y = try number("y_axis_azimuth_degrees") ?? x - 90
    var origin: GeographicPoint?
    if let latitude = try number("local_origin_latitude_degrees"),
      let longitude = try number("local_origin_longitude_degrees")
    {
      origin = GeographicPoint(latitude: latitude, longitude: longitude)
    }
    return LocalFrame(origin: origin, xAzimuth: x, yIsClockwise: y > x)
  }
}
