public import Foundation
import NumericalRuntime
public import Seismology

/// Reading and writing of events as QuakeML 1.2 (Basic Event Description).
///
/// Of each event the preferred origin, the magnitudes (preferred first) and the preferred focal mechanism are
/// kept; the first ones where none is preferred. Picks, amplitudes and uncertainties are left out. A time that only
/// stands in for one (`SeismicEvent.Origin.isTimeKnown`) is told by a comment of the origin.
///
/// Reference: Schorlemmer and others (2011), Seismol. Res. Lett. 82(5), 687; QuakeML-BED 1.2.
public enum QuakeML {
  /// Reads the events of a file, in the order of the file.
  public static func read(contentsOf url: URL) throws(EventFileError) -> [SeismicEvent] {
    let data: Data
    do throws(FileAccessError) {
      data = try FileContents.read(url)
    } catch {
      throw .inaccessible(error)
    }
    return try read(data, name: url.lastPathComponent)
  }

  /// Reads the events of a document; the name stands in messages.
  public static func read(
    _ data: Data,
    name: String = "QuakeML"
  ) throws(EventFileError) -> [SeismicEvent] {
    let root: MarkupElement
    do throws(XMLFileError) {
      root = try MarkupElement.document(data, path: name)
    } catch {
      throw .malformedXML(error)
    }
    guard root.name == "quakeml" else { throw .notQuakeML(file: name, root: root.name) }
    let reader = QuakeMLReader(file: name)
    var events: [SeismicEvent] = []
    for parameters in root.children("eventParameters") {
      for element in parameters.children("event") {
        events.append(try reader.event(element))
      }
    }
    guard !events.isEmpty else { throw .empty(file: name) }
    return events
  }

  /// Writes events to a file, which holds all of them or what it held before.
  public static func write(_ events: [SeismicEvent], to url: URL) throws(EventFileError) {
    do throws(FileAccessError) {
      try FileContents.write(text(of: events), to: url)
    } catch {
      throw .inaccessible(error)
    }
  }
}
