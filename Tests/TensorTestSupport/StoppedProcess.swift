public import Testing

/// Whether a process wrote a sentence to its standard error before it stopped.
public func says(_ sentence: String, _ result: ExitTest.Result?) -> Bool {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(sentence)
}
