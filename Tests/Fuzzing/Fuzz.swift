import Foundation

// libFuzzer has the `main` and calls these two. The environment names the target, as all arguments
// are libFuzzer's; scripts/fuzz builds and starts it.

@_cdecl("LLVMFuzzerInitialize")
func initialize(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  let name = ProcessInfo.processInfo.environment["TOPO_ARCHIVE_FUZZING"] ?? ""
  FuzzTarget.chosen = FuzzTarget(rawValue: name)
  if FuzzTarget.chosen == nil {
    print(FuzzTarget.allCases.map(\.rawValue).joined(separator: "\n"))
    exit(64)
  }
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
func test(_ bytes: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  FuzzTarget.chosen?.read(Array(UnsafeBufferPointer(start: bytes, count: length)))
  return 0
}
