internal import CNetCDF
internal import Foundation

/// The one gate to NetCDF-C, which is not thread-safe even for reading.
///
/// Every call of the C library in this process goes through ``locked(_:)``.
enum NetCDFLibrary {
  private static let lock = NSLock()

  /// Runs `body` while no other thread is inside the library; must not be nested.
  static func locked<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    lock.lock()
    defer { lock.unlock() }
    _ = silenceHDF5?(0, nil, nil)
    return try body()
  }

  /// `H5Eset_auto2(H5E_DEFAULT, NULL, NULL)`: keeps HDF5 from writing its error stack to standard error.
  ///
  /// NetCDF-C does so once, but a thread-safe HDF5 keeps the setting for each thread.
  private static let silenceHDF5: SetAutomaticErrorPrinting? = {
    guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "H5Eset_auto2") else {
      return nil
    }
    return unsafeBitCast(symbol, to: SetAutomaticErrorPrinting.self)
  }()

  private typealias SetAutomaticErrorPrinting =
    @convention(c) (
      Int64, UnsafeRawPointer?, UnsafeRawPointer?
    ) -> Int32

  /// The text that a function of the library writes into a buffer of `NC_MAX_NAME` + 1 characters.
  static func name(_ fill: (UnsafeMutablePointer<CChar>) -> Int32) -> (status: Int32, text: String)
  {
    var buffer = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
    let status = buffer.withUnsafeMutableBufferPointer { pointer -> Int32 in
      pointer.baseAddress.map(fill) ?? NC_EINVAL
    }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (status, String(decoding: bytes, as: UTF8.self))
  }
}
