import Foundation
import NumericalRuntime

/// The samples of one event, row by row: the receivers of one component at one time.
enum EventSamples: Sendable {
  /// In a file, row-major `(time, receiver)` for each component, from these bytes on.
  case file(EventFilePlaces)
  /// In memory, row-major `(component, time, receiver)`.
  case memory([Float], timeCount: Int)

  /// The bytes that it keeps in memory.
  var byteCount: Int {
    switch self {
    case .file: 0
    case .memory(let values, _): values.count * MemoryLayout<Float>.size
    }
  }

  /// Reads a row.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` if the file ends before it, or `FileAccessError`.
  func read(
    component: Int,
    time: Int,
    into row: UnsafeMutableBufferPointer<Float>
  ) throws {
    switch self {
    case .file(let places): try places.read(component: component, time: time, into: row)
    case .memory(let values, let timeCount):
      let first = (component * timeCount + time) * row.count
      values.withUnsafeBufferPointer { values in
        _ = row.update(fromContentsOf: values[first..<first + row.count])
      }
    }
  }
}

/// An open event file and where its components lie in it.
struct EventFilePlaces: Sendable {
  private let file: FileDescriptor
  private let path: String
  /// The first byte of each component.
  private let starts: [Int]

  /// The places of components that fill these bytes of a file.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` if the file ends before them, or `FileAccessError`.
  init(_ url: URL, components: [Range<Int>]) throws {
    path = url.path
    file = try FileDescriptor(reading: url)
    starts = components.map(\.lowerBound)
    let length = try file.byteCount(path: path)
    let end = components.map(\.upperBound).max() ?? 0
    guard length >= end else {
      throw CatalogError.damaged(
        path: path,
        reason: "its samples end at byte \(end) but it has \(length) bytes"
      )
    }
  }

  func read(component: Int, time: Int, into row: UnsafeMutableBufferPointer<Float>) throws {
    let bytes = UnsafeMutableRawBufferPointer(row)
    let start = starts[component] + time * bytes.count
    let got = try file.read(at: start, into: bytes, path: path)
    guard got == bytes.count else {
      throw CatalogError.damaged(
        path: path,
        reason: "it ends at byte \(start + got), within its samples"
      )
    }
  }
}
