import Foundation
import SeismicFiles
import Seismology

/// Finds stations on a model's list: by code, and where the list does not know the code, by place.
///
/// A station of a known code must stand within half a grid interval of where the model knows it, one of an unknown code
/// within a tenth: over such distances, motion of the periods that the grid holds does not change.
struct StationMatching {
  /// For each station of the list the number of the station that was found for it, in the order of adding.
  private(set) var sources: [Int?]
  private let list: [ForecasterStation]
  private let interval: Double
  private var names: [String?]
  private var words: [String] = []
  private var unknown: [String] = []
  private var count = 0

  /// Nothing found yet for the list of a site.
  init(_ site: ForecasterSite) {
    list = site.stations ?? []
    let steps = [site.x, site.y].compactMap { $0.count > 1 ? abs($0[1] - $0[0]) : nil }
    interval = steps.min() ?? 1
    sources = list.map { _ in nil }
    names = list.map { _ in nil }
  }

  /// Whether a station was found for any of the list.
  var isEmpty: Bool { sources.allSatisfy { $0 == nil } }

  /// Adds a station in the model's local frame if it is on the list and if there is a record of its motion.
  mutating func add(_ receiver: Receiver, isRecorded: Bool = true) {
    defer { count += 1 }
    let name = receiver.identifier
    func distance(_ index: Int) -> Double {
      hypot(list[index].x - receiver.location.x, list[index].y - receiver.location.y)
    }
    let named = list.firstIndex { $0.identifier == name }
    let near = list.indices.filter { distance($0) <= interval / 10 }
    guard let place = named ?? near.min(by: { distance($0) < distance($1) }) else {
      unknown.append(name)
      return
    }
    let refusal: String? =
      if distance(place) > interval / 2 {
        String(format: "it stands %.0f m from where the model knows it", distance(place))
      } else if !isRecorded {
        "its motion is not known throughout the input (NaN)"
      } else {
        names[place].map { "\($0) stands for its place on the model's list already" }
      }
    guard refusal == nil else {
      words += refusal.map { ["station \(name) is left out: \($0)"] } ?? []
      return
    }
    sources[place] = count
    names[place] = name
  }

  /// What was left out and why, a sentence each.
  var notices: [String] {
    guard !unknown.isEmpty else { return words }
    let some = unknown.prefix(5).joined(separator: ", ") + (unknown.count > 5 ? ", ..." : "")
    let are = unknown.count == 1 ? "1 station is" : "\(unknown.count) stations are"
    return words + ["\(are) left out, not being on the model's list: \(some)"]
  }
}
