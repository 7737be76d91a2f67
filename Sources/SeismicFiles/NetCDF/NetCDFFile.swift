internal import CNetCDF
public import Foundation
import NumericalRuntime

/// A NetCDF file open for reading, or a NetCDF-4 file under construction.
///
/// Reading:
///
///     let file = try NetCDFFile(reading: url)
///     let vs = try file.variable("vs")
///     vs.shape                 // [depth, latitude, longitude]
///     let values = try vs.readFloats()
///
/// Writing goes to a hidden name in the same folder; ``finish()`` brings the bytes to the disk and renames
/// the file, ``abort()`` removes it, and so does letting go of the object:
///
///     let file = try NetCDFFile(creating: url)
///     let time = try file.defineDimension("time", length: nil)
///     let vz = try file.defineVariable("vz", .float, [time], attributes: ["units": "m s-1"])
///     try vz.write(samples, start: [0], count: [samples.count])
///     try file.finish()
///
/// Objects may be used from any thread, one thread at a time; calls into NetCDF-C are serialised by one lock
/// for the whole process, since the library is not thread-safe.
public final class NetCDFFile {
  /// The file's place (its final one while under construction).
  public let url: URL
  var path: String { url.path }
  private var handle: Int32?
  private let temporary: TemporaryFile?

  /// Opens a file for reading.
  public init(reading url: URL) throws(NetCDFError) {
    self.url = url
    temporary = nil
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .notFound(path: url.path)
    }
    handle = try OpenFiles.open(url.path)
  }

  /// Starts a new NetCDF-4 file that replaces whatever stands at `url` once it is finished.
  public init(creating url: URL) throws(NetCDFError) {
    self.url = url
    let temporary = TemporaryFile(for: url)
    self.temporary = temporary
    var id: Int32 = 0
    try NetCDFLibrary.locked { () throws(NetCDFError) in
      let status = nc_create(temporary.url.path, NC_NETCDF4 | NC_CLOBBER, &id)
      try NetCDFError.check(status, "creating", path: url.path)
    }
    handle = id
  }

  deinit {
    close()
    temporary?.discard()
  }

  /// Closes a file that is being written, brings it to the disk and gives it its final name.
  public func finish() throws {
    guard let temporary else { return close() }
    let id = try open("finishing")
    handle = nil
    do {
      try NetCDFLibrary.locked { () throws(NetCDFError) in
        try NetCDFError.check(nc_close(id), "writing", path: url.path)
      }
      try temporary.commit()
    } catch {
      temporary.discard()
      throw error
    }
  }

  /// Gives up a file that is being written: nothing remains of it.
  public func abort() {
    close()
    temporary?.discard()
  }

  /// Closes the file; later calls throw ``NetCDFError/closed(path:operation:)``.
  public func close() {
    guard let id = handle else { return }
    handle = nil
    if temporary == nil {
      OpenFiles.close(id)
    } else {
      _ = NetCDFLibrary.locked { nc_close(id) }
    }
  }

  /// Runs one call of the C library with the file's handle, under the lock, and checks its status.
  func perform(_ operation: String, _ body: (Int32) -> Int32) throws(NetCDFError) {
    let id = try open(operation)
    try NetCDFLibrary.locked { () throws(NetCDFError) in
      try NetCDFError.check(body(id), operation, path: url.path)
    }
  }

  private func open(_ operation: String) throws(NetCDFError) -> Int32 {
    guard let handle else { throw .closed(path: url.path, operation: operation) }
    return handle
  }
}

extension NetCDFFile {
  /// An attribute of the file as a whole; nil if there is none of that name.
  public func attribute(_ name: String) throws(NetCDFError) -> NetCDFAttribute? {
    var value: NetCDFAttribute?
    try perform("reading attribute \(name)") { id in
      let (status, found) = NetCDFAttribute.get(file: id, variable: NC_GLOBAL, name: name)
      value = found
      return status
    }
    return value
  }

  /// Sets an attribute of the file as a whole.
  public func setAttribute(_ name: String, _ value: NetCDFAttribute) throws(NetCDFError) {
    try perform("writing attribute \(name)") { id in
      value.put(file: id, variable: NC_GLOBAL, name: name)
    }
  }

  /// The names of the attributes of the file as a whole, in the order of their definition.
  public var attributeNames: [String] {
    get throws(NetCDFError) {
      var count: Int32 = 0
      try perform("listing attributes") { nc_inq_natts($0, &count) }
      var names: [String] = []
      for number in 0..<count {
        try perform("listing attributes") { file in
          let (status, text) = NetCDFLibrary.name {
            nc_inq_attname(file, NC_GLOBAL, number, $0)
          }
          names.append(text)
          return status
        }
      }
      return names
    }
  }

  /// The names of the variables in the order of their definition.
  public var variableNames: [String] {
    get throws(NetCDFError) {
      var count: Int32 = 0
      try perform("listing variables") { nc_inq_nvars($0, &count) }
      var names: [String] = []
      for id in 0..<count {
        try perform("listing variables") { file in
          let (status, text) = NetCDFLibrary.name { nc_inq_varname(file, id, $0) }
          names.append(text)
          return status
        }
      }
      return names
    }
  }

  /// The dimension of this name; nil if there is none.
  public func dimension(_ name: String) throws(NetCDFError) -> NetCDFDimension? {
    var id: Int32 = 0
    var isThere = false
    try perform("looking up dimension \(name)") { file in
      let status = nc_inq_dimid(file, name, &id)
      isThere = status == NC_NOERR
      return status == NC_EBADDIM ? NC_NOERR : status
    }
    return isThere ? try dimension(id: id) : nil
  }

  func dimension(id: Int32) throws(NetCDFError) -> NetCDFDimension {
    var length = 0
    var name = ""
    var isUnlimited = false
    try perform("looking up a dimension") { file in
      let (status, text) = NetCDFLibrary.name { nc_inq_dim(file, id, $0, &length) }
      guard status == NC_NOERR else { return status }
      name = text
      var count: Int32 = 0
      let counted = nc_inq_unlimdims(file, &count, nil)
      guard counted == NC_NOERR, count > 0 else { return counted }
      var unlimited = [Int32](repeating: 0, count: Int(count))
      let listed = nc_inq_unlimdims(file, &count, &unlimited)
      isUnlimited = unlimited.contains(id)
      return listed
    }
    return NetCDFDimension(name: name, length: length, isUnlimited: isUnlimited, id: id)
  }
}
