public import Foundation

/// Whole files in and out of memory, with typed errors and atomic replacement.
public enum FileContents {
  /// The bytes of a file.
  public static func read(_ url: URL) throws(FileAccessError) -> Data {
    let file = fopen(url.path, "rb")
    guard let file else {
      throw FileAccessError(errno: errno, path: url.path, operation: "opening")
    }
    defer { fclose(file) }
    var data = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      data.append(contentsOf: chunk[0..<count])
      if count < chunk.count { break }
    }
    guard ferror(file) == 0 else {
      throw FileAccessError(errno: errno, path: url.path, operation: "reading")
    }
    return data
  }

  /// The text of a file; bytes that are not UTF-8 are read as Latin-1.
  public static func readText(_ url: URL) throws(FileAccessError) -> String {
    let data = try read(url)
    if let text = String(data: data, encoding: .utf8) { return text }
    return String(data: data, encoding: .isoLatin1) ?? ""
  }

  /// Writes `data` so that `url` holds either all of it or what it held before.
  public static func write(_ data: Data, to url: URL) throws(FileAccessError) {
    let temporary = TemporaryFile(for: url)
    do {
      let stream = try FileStream(creating: temporary.url, for: url)
      try stream.write(data)
      try stream.close()
      try temporary.commit()
    } catch {
      temporary.discard()
      throw error
    }
  }

  /// Writes text as UTF-8; see ``write(_:to:)``.
  public static func write(_ text: String, to url: URL) throws(FileAccessError) {
    try write(Data(text.utf8), to: url)
  }

  /// Adds text at the end of a file, which is made if there is none, in one write that has reached the disk when
  /// this returns.
  package static func append(_ text: String, to url: URL) throws(FileAccessError) {
    let descriptor = open(url.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw FileAccessError(errno: errno, path: url.path, operation: "opening")
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Foundation.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0
    else {
      throw FileAccessError(errno: errno, path: url.path, operation: "writing")
    }
  }
}
