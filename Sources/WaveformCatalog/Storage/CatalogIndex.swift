import NumericalRuntime
import Seismology

/// The table of contents of a catalog: what is common to its events, and each event with its file.
///
/// It lists all events that the catalog shall have, made or not. In the file `catalog.nc` they lie along the dimension
/// `event`; a change is written as a whole new file that takes the old one's name.
///
///     var index = try CatalogIndex(description: description, events: events)
///     try index.write(to: folder)
///     let mark = try EventFile.write(waveforms, description: description, to: folder.eventFile(id))
///     index.markMade(id, mark)
///     try index.write(to: folder)
public struct CatalogIndex: Hashable, Sendable {
  /// An event and its file.
  public struct Entry: Hashable, Sendable, Identifiable {
    /// What is known of the event.
    public var event: CatalogEvent
    /// The name of its file, below the catalog's folder.
    public var fileName: String
    /// The length of its file in bytes; nil as long as it is not made.
    public var byteCount: Int?
    /// The XXH64 checksum of its file as 16 hexadecimal digits; nil as long as it is not made.
    public var checksum: String?
    /// What it serves for in learning; nil if it has not been decided.
    public var split: CatalogSplit?

    /// The entry of an event that is not made.
    public init(_ event: CatalogEvent) {
      self.event = event
      fileName = CatalogFolder.fileName(event.id)
    }

    /// The event's identifier.
    public var id: String { event.id }
    /// Whether its file has been written.
    public var isMade: Bool { checksum != nil }
  }

  /// What is common to all events.
  public var description: CatalogDescription
  /// The events in the catalog's order.
  public private(set) var entries: [Entry]
  /// How the events were split, in words; empty if they were not.
  public var splitRule = ""

  private var places: [String: Int]

  /// The index of a catalog of which nothing is made yet.
  ///
  /// - Throws: ``CatalogError/duplicateID(_:)``, or ``CatalogError/invalid(place:value:expected:)`` if an identifier cannot
  ///   be the name of a file.
  public init(description: CatalogDescription, events: [CatalogEvent]) throws(CatalogError) {
    try self.init(description: description, entries: events.map(Entry.init))
  }

  /// An index from entries; errors as of ``init(description:events:)``.
  public init(description: CatalogDescription, entries: [Entry]) throws(CatalogError) {
    self.description = description
    self.entries = entries
    places = [:]
    for (place, entry) in entries.enumerated() {
      guard CatalogEvent.isUsable(id: entry.id) else {
        throw .invalid(
          place: "event \(place + 1)",
          value: entry.id,
          expected: CatalogEvent.usableIDs
        )
      }
      // File systems that do not tell letters' cases apart would let one file replace another.
      guard places.updateValue(place, forKey: entry.id.lowercased()) == nil else {
        throw .duplicateID(entry.id)
      }
    }
  }

  /// The entry of an event; nil if there is none of that name.
  public func entry(_ id: String) -> Entry? {
    place(id).map { entries[$0] }
  }

  /// The events that are not made yet, in order.
  public var missing: [Entry] { entries.filter { !$0.isMade } }

  /// The number of events that are made.
  public var madeCount: Int { entries.count { $0.isMade } }

  /// The events of a split, in order.
  public func entries(of split: CatalogSplit) -> [Entry] { entries.filter { $0.split == split } }

  /// Notes that an event's file stands.
  /// - Precondition: the catalog has the event.
  public mutating func markMade(_ id: String, _ fingerprint: FileFingerprint) {
    change(id) {
      $0.byteCount = fingerprint.byteCount
      $0.checksum = fingerprint.checksum
    }
  }

  /// Notes that an event's file is to be made again.
  /// - Precondition: the catalog has the event.
  public mutating func markMissing(_ id: String) {
    change(id) {
      $0.byteCount = nil
      $0.checksum = nil
    }
  }

  /// Decides what an event serves for.
  /// - Precondition: the catalog has the event.
  public mutating func assign(_ split: CatalogSplit?, to id: String) {
    change(id) { $0.split = split }
  }

  private func place(_ id: String) -> Int? {
    guard let place = places[id.lowercased()], entries[place].id == id else { return nil }
    return place
  }

  private mutating func change(_ id: String, _ body: (inout Entry) -> Void) {
    guard let place = place(id) else {
      stop("the catalog has no event \(id)")
    }
    body(&entries[place])
  }
}
