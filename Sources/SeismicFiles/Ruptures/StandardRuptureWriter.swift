public import Foundation
import NumericalRuntime
import Seismology

extension StandardRupture {
  /// Writes an SRF file of the rupture's version; slip rates keep six digits, times microseconds and
  /// coordinates 0.1 m.
  ///
  /// - Throws: ``RuptureFileError/inaccessible(_:)``; the file then holds what it held before.
  public func write(to url: URL) throws(RuptureFileError) {
    do throws(FileAccessError) {
      try FileContents.write(encoded(), to: url)
    } catch {
      throw .inaccessible(error)
    }
  }

  /// The bytes of the SRF file.
  public func encoded() -> Data {
    var text = DecimalText()
    text.reserveCapacity(160 * pointCount + 13 * points.samples.count + 1000)
    text.append("\(version.rawValue)\n")
    if !segments.isEmpty {
      text.append("PLANE \(segments.count)\n")
      for segment in segments { Self.append(segment, to: &text) }
    }
    var next = 0
    for count in blockCounts {
      text.append("POINTS \(count)\n")
      for index in next..<next + count { append(pointAt: index, to: &text) }
      next += count
    }
    return Data(text.bytes)
  }

  private static func append(_ segment: Segment, to text: inout DecimalText) {
    text.append(segment.topCenter.longitude, decimals: 6)
    text.append(segment.topCenter.latitude, decimals: 6)
    text.append(segment.strikeCount)
    text.append(segment.dipCount)
    text.append(segment.length / 1e3, decimals: 4)
    text.append(segment.width / 1e3, decimals: 4)
    text.append("\n")
    text.append(segment.strike, decimals: 3)
    text.append(segment.dip, decimals: 3)
    text.append(segment.topDepth / 1e3, decimals: 4)
    text.append(segment.hypocenterAlongStrike / 1e3, decimals: 4)
    text.append(segment.hypocenterDownDip / 1e3, decimals: 4)
    text.append("\n")
  }

  private func append(pointAt index: Int, to text: inout DecimalText) {
    text.append(points.longitude[index], decimals: 6)
    text.append(points.latitude[index], decimals: 6)
    text.append(Double(points.depth[index]) / 1e3, decimals: 5)
    text.append(Double(points.strike[index]), decimals: 2)
    text.append(Double(points.dip[index]), decimals: 2)
    text.appendScientific(Double(points.area[index]) * 1e4)
    text.append(Double(points.initiationTime[index]), decimals: 6)
    text.appendScientific(Double(points.interval[index]))
    if version == .two {
      text.appendScientific(Double(points.sVelocity[index]) * 1e2)
      text.appendScientific(Double(points.density[index]) / 1e3)
    }
    text.append("\n")
    text.append(Double(points.rake[index]), decimals: 2)
    for direction in 0..<3 {
      let start = points.sampleStart[3 * index + direction]
      text.append(Double(points.slip[index][direction]) * 1e2, decimals: 5)
      text.append(points.sampleStart[3 * index + direction + 1] - start)
    }
    text.append("\n")
    for direction in 0..<3 {
      appendSamples(from: 3 * index + direction, to: &text)
    }
  }

  private func appendSamples(from entry: Int, to text: inout DecimalText) {
    let range = points.sampleStart[entry]..<points.sampleStart[entry + 1]
    for (position, index) in range.enumerated() {
      text.appendScientific(Double(points.samples[index]) * 1e2)
      if position % 6 == 5 || index == range.upperBound - 1 { text.append("\n") }
    }
  }
}
