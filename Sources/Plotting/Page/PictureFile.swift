public import Foundation

/// What can go wrong while a picture is written.
public enum PlottingError: Error, Hashable, Sendable {
  /// The file name ends in something that is no picture.
  case unknownFormat(path: String)
  /// A program that the format needs is not installed.
  case programMissing(program: String, package: String, purpose: String)
  /// A program ended with an error.
  case programFailed(program: String, status: Int32, message: String)
  /// The data hold nothing that could be drawn.
  case nothingToDraw(String)
  /// A file could not be written.
  case notWritten(path: String, reason: String)
}

extension PlottingError: CustomStringConvertible {
  /// What happened and what to do, in one sentence.
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "\(path): the picture's name must end in .svg, .png or .pdf."
    case .programMissing(let program, let package, let purpose):
      "\(purpose) needs \(program), which is not installed; install the package \(package) or write .svg."
    case .programFailed(let program, let status, let message):
      "\(program) ended with status \(status): \(message)"
    case .nothingToDraw(let reason):
      "There is nothing to draw: \(reason)\(reason.hasSuffix(".") ? "" : ".")"
    case .notWritten(let path, let reason):
      "\(path) could not be written: \(reason)\(reason.hasSuffix(".") ? "" : ".")"
    }
  }
}

/// A picture's file format, by the ending of its name.
public enum PictureFormat: String, Sendable, CaseIterable {
  case svg, png, pdf

  /// The format of a file name.
  ///
  /// - Throws: ``PlottingError/unknownFormat(path:)`` for any other ending.
  public init(path: String) throws(PlottingError) {
    guard let format = Self(rawValue: (path as NSString).pathExtension.lowercased()) else {
      throw .unknownFormat(path: path)
    }
    self = format
  }
}

extension SVGDocument {
  /// Writes the drawing as SVG, or as PNG (200 dots per inch) or PDF through `rsvg-convert`.
  ///
  /// The file appears under its name only when it is whole.
  public func write(to url: URL) throws(PlottingError) {
    let format = try PictureFormat(path: url.path)
    var data = Data(text.utf8)
    if format != .svg {
      guard let converter = Executable.find("rsvg-convert") else {
        throw .programMissing(
          program: "rsvg-convert",
          package: "librsvg2-bin",
          purpose: "Writing \(url.lastPathComponent)"
        )
      }
      let zoom = format == .png ? ["--dpi-x", "200", "--dpi-y", "200"] : []
      data = try Executable.run(
        converter,
        ["--unlimited", "--format", format.rawValue] + zoom,
        input: data
      )
    }
    do {
      try data.write(to: url, options: .atomic)
    } catch {
      throw .notWritten(path: url.path, reason: error.localizedDescription)
    }
  }
}
