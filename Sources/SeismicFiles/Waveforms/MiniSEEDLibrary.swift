import CMSEED
import Foundation

/// The one gate to libmseed, which keeps its log settings in globals.
enum MiniSEEDLibrary {
  private static let lock = NSLock()
  private nonisolated(unsafe) static var messages: [String] = []

  /// Runs `body` alone inside the library; what the library logs meanwhile is kept for ``lastMessages``.
  static func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
    lock.lock()
    defer { lock.unlock() }
    messages = []
    ms_loginit({ MiniSEEDLibrary.keep($0) }, nil, { MiniSEEDLibrary.keep($0) }, nil)
    return try body()
  }

  /// The messages since the last call of this function; only inside ``locked(_:)``.
  static func takeMessages() -> [String] {
    defer { messages = [] }
    return messages
  }

  /// The text of a status code.
  static func text(_ status: Int32) -> String {
    guard let text = ms_errorstr(status) else { return "libmseed status \(status)" }
    return String(cString: text)
  }

  private static func keep(_ text: UnsafeMutablePointer<CChar>?) {
    guard let text, messages.count < 100 else { return }
    messages.append(
      String(cString: text).trimmingCharacters(in: .whitespacesAndNewlines)
    )
  }
}
