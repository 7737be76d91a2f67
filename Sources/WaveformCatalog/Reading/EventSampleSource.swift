import Foundation
import SeismicFiles

/// Opens the events of a catalog: in place where their files allow it, else by reading them whole.
struct EventSampleSource: Sendable {
  let urls: [URL]
  let ids: [String]
  let description: CatalogDescription
  /// The receivers that are wanted, a grid or stations.
  let receivers: Range<Int>

  /// The samples of an event by its number.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` if the file is not what the index says.
  func samples(of event: Int) throws -> EventSamples {
    let url = urls[event]
    let file = try EventFile(reading: url)
    guard file.event.id == ids[event], file.description.sampling == description.sampling,
      file.description.layout == description.layout
    else {
      throw CatalogError.damaged(
        path: url.path,
        reason: "its event, sampling or receivers are not those of the index"
      )
    }
    let isGrid = receivers.lowerBound == 0 && receivers.count == description.layout.grid?.count
    if isGrid, let places = try readingCatalogFile(url, { try file.gridPlaces() }) {
      return .file(try EventFilePlaces(url, components: places))
    }
    return .memory(selected(try file.samples()), timeCount: description.sampling.count)
  }

  /// The wanted receivers of `(component, time, receiver)`.
  private func selected(_ samples: [Float]) -> [Float] {
    let count = description.layout.count
    guard receivers.count < count else { return samples }
    return (0..<(samples.count / count)).flatMap { row in
      samples[(row * count + receivers.lowerBound)..<(row * count + receivers.upperBound)]
    }
  }
}

extension EventFile {
  /// The bytes of the grid's components, `(time, y, x)` each; nil where they cannot be read in place.
  fileprivate func gridPlaces() throws -> [Range<Int>]? {
    guard let grid = description.layout.grid else { return nil }
    var places: [Range<Int>] = []
    for name in MotionVariables(motion: description.sampling.motion).components {
      let variable = try file.variable(name)
      guard variable.shape == [description.sampling.count, grid.y.count, grid.x.count] else {
        throw CatalogError.damaged(
          path: file.url.path,
          reason: "variable \(name) has shape \(variable.shape)"
        )
      }
      guard let bytes = try variable.contiguousFloatBytes else { return nil }
      places.append(bytes)
    }
    return places
  }
}
