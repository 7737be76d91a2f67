import ArgumentParser
import Foundation
import WaveformCatalog

/// The catalog that a command works on.
struct CatalogPlace: ParsableArguments {
  @Argument(help: "The folder of the catalog.", completion: .directory)
  var catalog: String

  /// The folder.
  var folder: CatalogFolder { CatalogFolder(URL(fileURLWithPath: catalog)) }

  /// Opens the catalog to read it: every file must be there and as long as the index says.
  func open() throws -> CatalogIndex { try CatalogIndex.open(folder) }

  /// Opens the catalog to change it; no other process may.
  func openForChange() throws -> (index: CatalogIndex, lock: CatalogLock) {
    // Before the lock, so that a folder that is no catalog does not get one.
    _ = try CatalogIndex(reading: folder)
    let lock = try CatalogLock(folder)
    return (try CatalogIndex.open(folder), lock)
  }
}

/// Says how far a command has come with the events of a catalog, and notices Ctrl-C.
struct EventProgress {
  private let verb: String

  /// Progress of something, such as `reading`.
  init(_ verb: String) {
    self.verb = verb
    Interruption.watch()
  }

  /// Shows that so many of so many are done; false if the user wants to stop.
  func show(_ done: Int, _ total: Int) -> Bool {
    if Console.isInteractive {
      Console.raw("\r\(verb) \(done) of \(total)\(done == total ? "\n" : "\u{1B}[K")")
    }
    return !Interruption.isRequested
  }

  /// Shows that a share, 0...1, is done; false if the user wants to stop.
  func show(share: Double) -> Bool {
    if Console.isInteractive {
      let percent = Int((100 * share).rounded(.down))
      Console.raw("\r\(verb) \(percent) %\(percent == 100 ? "\n" : "\u{1B}[K")")
    }
    return !Interruption.isRequested
  }

  /// Runs `body`, which calls ``show(_:_:)``; says that nothing was written if the user stops it.
  func watch<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch CatalogError.interrupted {
      throw RunInterrupted(saved: nil)
    }
  }
}
