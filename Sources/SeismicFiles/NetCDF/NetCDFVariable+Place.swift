internal import CNetCDF
internal import Foundation

extension NetCDFVariable {
  /// The bytes of the file in which the values lie one after the other as single-precision numbers of this
  /// machine; nil where they are chunked, compressed, of another type or byte order, or not written yet.
  ///
  /// What is at this place may be read from many threads at once without the library and its lock.
  public var contiguousFloatBytes: Range<Int>? {
    get throws(NetCDFError) {
      guard type == .float, !dimensions.isEmpty, dimensions.allSatisfy({ !$0.isUnlimited }) else {
        return nil
      }
      var format: Int32 = 0
      var storage: Int32 = 0
      var order: Int32 = 0
      try file.perform("looking up the storage of \(name)") { handle in
        let asked = nc_inq_format(handle, &format)
        guard asked == NC_NOERR else { return asked }
        let chunked = nc_inq_var_chunking(handle, id, &storage, nil)
        return chunked == NC_NOERR ? nc_inq_var_endian(handle, id, &order) : chunked
      }
      let isNative = order == NC_ENDIAN_NATIVE || order == NC_ENDIAN_LITTLE
      guard format == NC_FORMAT_NETCDF4 || format == NC_FORMAT_NETCDF4_CLASSIC,
        storage == NC_CONTIGUOUS, isNative, 1.littleEndian == 1,
        let start = HDF5Dataset.offset(of: name, in: file.url.path)
      else { return nil }
      return start..<(start + count * MemoryLayout<Float>.size)
    }
  }
}

/// The few calls of HDF5, which NetCDF-C brings along, that tell where an array lies in its file.
private enum HDF5Dataset {
  private typealias Open = @convention(c) (UnsafePointer<CChar>, UInt32, Int64) -> Int64
  private typealias OpenDataset = @convention(c) (Int64, UnsafePointer<CChar>, Int64) -> Int64
  private typealias Offset = @convention(c) (Int64) -> UInt64
  private typealias Close = @convention(c) (Int64) -> Int32

  private struct Calls: Sendable {
    let openFile: Open
    let openDataset: OpenDataset
    let offset: Offset
    let closeDataset: Close
    let closeFile: Close
  }

  private static let calls: Calls? = {
    guard let program = dlopen(nil, RTLD_NOW),
      let openFile = dlsym(program, "H5Fopen"), let openDataset = dlsym(program, "H5Dopen2"),
      let offset = dlsym(program, "H5Dget_offset"), let closeDataset = dlsym(program, "H5Dclose"),
      let closeFile = dlsym(program, "H5Fclose")
    else { return nil }
    return Calls(
      openFile: unsafeBitCast(openFile, to: Open.self),
      openDataset: unsafeBitCast(openDataset, to: OpenDataset.self),
      offset: unsafeBitCast(offset, to: Offset.self),
      closeDataset: unsafeBitCast(closeDataset, to: Close.self),
      closeFile: unsafeBitCast(closeFile, to: Close.self)
    )
  }()

  /// The first byte of a contiguous dataset; nil where there is none or HDF5 cannot say.
  static func offset(of name: String, in path: String) -> Int? {
    guard let calls else { return nil }
    return NetCDFLibrary.locked {
      let file = calls.openFile(path, 0, 0)
      guard file >= 0 else { return nil }
      defer { _ = calls.closeFile(file) }
      let dataset = calls.openDataset(file, name, 0)
      guard dataset >= 0 else { return nil }
      defer { _ = calls.closeDataset(dataset) }
      // HADDR_UNDEF, all bits set, stands for an array without a place.
      return Int(exactly: calls.offset(dataset))
    }
  }
}
