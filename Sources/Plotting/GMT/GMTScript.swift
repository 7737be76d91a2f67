public import Foundation

/// A script for the Generic Mapping Tools, with the tables it reads.
///
/// Reference: Wessel, Luis, Uieda et al. (2019), Geochemistry, Geophysics, Geosystems 20(11).
public struct GMTScript: Hashable, Sendable {
  /// The shell commands between `gmt begin` and `gmt end`.
  public var commands: [String]
  /// The contents of the files that the commands read, by name.
  public var tables: [String: String]

  /// A script from its commands and tables.
  public init(commands: [String], tables: [String: String]) {
    self.commands = commands
    self.tables = tables
  }

  /// Whether the Generic Mapping Tools are installed.
  public static var isInstalled: Bool { Executable.find("gmt") != nil }

  /// The whole script, which writes `figure.png` or `figure.pdf` into the folder it is run in.
  public func text(format: PictureFormat) -> String {
    let resolution = format == .png ? " E200,A+m0.25c" : " A+m0.25c"
    return """
      #!/usr/bin/env bash
      # Needs the Generic Mapping Tools 6; run it in the folder that holds its tables.
      set -euo pipefail
      gmt begin figure \(format.rawValue)\(resolution)
      gmt set FONT_ANNOT_PRIMARY 8p FONT_LABEL 9p FONT_HEADING 11p FONT_TITLE 9p,Helvetica-Bold \\
        MAP_FRAME_TYPE plain MAP_FRAME_PEN 0.8p MAP_TICK_LENGTH_PRIMARY 3.5p MAP_TITLE_OFFSET 4p \\
        FORMAT_GEO_MAP ddd.xF MAP_GRID_PEN_PRIMARY 0.35p,220 MAP_LABEL_OFFSET 4p
      \(commands.joined(separator: "\n"))
      gmt end

      """
  }

  /// Runs the script and moves its picture to `url`, which must end in .png or .pdf.
  ///
  /// - Throws: ``PlottingError`` if GMT is missing or fails, or the picture cannot be written.
  public func write(to url: URL) throws(PlottingError) {
    let format = try PictureFormat(path: url.path)
    guard format != .svg else { throw .unknownFormat(path: url.path) }
    guard Self.isInstalled, let shell = Executable.find("bash") else {
      throw .programMissing(
        program: "gmt",
        package: "gmt",
        purpose: "Drawing with the Generic Mapping Tools"
      )
    }
    do {
      let folder = try Executable.temporaryFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      for (name, table) in tables {
        try table.write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8)
      }
      let script = folder.appendingPathComponent("figure.sh")
      try text(format: format).write(to: script, atomically: false, encoding: .utf8)
      _ = try Executable.run(shell, [script.path], folder: folder)
      let picture = try Data(
        contentsOf: folder.appendingPathComponent("figure.\(format.rawValue)")
      )
      try picture.write(to: url, options: .atomic)
    } catch let error as PlottingError {
      throw error
    } catch {
      throw .notWritten(path: url.path, reason: error.localizedDescription)
    }
  }
}

/// A text as one word of a shell command; GMT's escape character is doubled.
func quoted(_ text: String) -> String {
  let escaped = text.replacingOccurrences(of: "@", with: "@@")
    .replacingOccurrences(of: "'", with: "'\\''")
  return "'\(plainText(escaped))'"
}

/// A text in the characters that GMT's standard encoding holds.
func plainText(_ text: String) -> String {
  text.replacingOccurrences(of: "\u{2212}", with: "-")
    .replacingOccurrences(of: "\u{B5}", with: "@~m@~")
    .replacingOccurrences(of: "\u{B2}", with: "@+2@+")
    .replacingOccurrences(of: "\u{B0}", with: "\\260")
    .replacingOccurrences(of: "\u{B7}", with: "\\267")
    .replacingOccurrences(of: "\u{2013}", with: "-")
}

/// A number as GMT reads it.
func plain(_ value: Double) -> String { String(format: "%.7g", value) }
