import Foundation
import NumericalRuntime
import Seismology
import WaveSimulation

/// Strains of reciprocal runs on disk: one file for each force, `(place, element, time)` as single-precision numbers.
///
/// The elements are nn, ee, dd, ne, nd, ed.
struct StrainStore {
  let folder: URL
  let places: Int
  let sampleCount: Int

  /// Bytes of one place.
  private var stride: Int { 6 * sampleCount * MemoryLayout<Float>.size }

  /// Whether the strains of a force are there, whole.
  func holds(station: Int, component: Int) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: file(station, component).path
    )
    return attributes?[.size] as? Int == places * stride
  }

  /// Writes the strains of a force, in the order of the places.
  func write(_ strains: [StrainRecord], station: Int, component: Int) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var data = Data(capacity: places * stride)
    for strain in strains {
      for series in [strain.nn, strain.ee, strain.dd, strain.ne, strain.nd, strain.ed] {
        require(
          series.count >= sampleCount,
          "\(series.count) of \(sampleCount) strain samples"
        )
        series.prefix(sampleCount).withUnsafeBytes { data.append(contentsOf: $0) }
      }
    }
    let temporary = TemporaryFile(for: file(station, component))
    do {
      try data.write(to: temporary.url)
      try temporary.commit()
    } catch {
      temporary.discard()
      throw error
    }
  }

  /// The strain at one place due to a force.
  func read(station: Int, component: Int, place: Int) throws -> StrainRecord {
    let url = file(station, component)
    let handle = try FileHandle(forReadingFrom: url)
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64(place * stride))
    guard let data = try handle.read(upToCount: stride), data.count == stride else {
      throw CatalogError.damaged(path: url.path, reason: "strains of place \(place) are missing")
    }
    let values = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    func series(_ element: Int) -> [Float] {
      Array(values[(element * sampleCount)..<((element + 1) * sampleCount)])
    }
    return StrainRecord(
      receiver: Receiver(code: "\(place)", location: LocalPoint(x: 0, y: 0, z: 0)),
      startTime: 0,
      timeStep: 0,
      nn: series(0),
      ee: series(1),
      dd: series(2),
      ne: series(3),
      nd: series(4),
      ed: series(5)
    )
  }

  private func file(_ station: Int, _ component: Int) -> URL {
    folder.appendingPathComponent("strain-\(station)-\(["east", "north", "up"][component]).bin")
  }
}
