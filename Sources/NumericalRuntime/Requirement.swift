import Foundation

/// Stops the process unless a condition holds, with a sentence on standard error.
///
/// For programmer's mistakes, like `precondition`, whose text optimised builds leave out: this one is always printed.
/// The sentence says what must hold and what came.
@inlinable
public func require(
  _ condition: @autoclosure () -> Bool,
  _ sentence: @autoclosure () -> String,
  file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition() { stop(sentence(), file: file, line: line) }
}

/// Prints a sentence with its place on standard error and stops the process.
public func stop(_ sentence: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  FileHandle.standardError.write(Data("\(file):\(line): \(sentence)\n".utf8))
  preconditionFailure(sentence)
}
