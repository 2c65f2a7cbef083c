/// Every file below a folder with its bytes, to show that nothing was touched.
func snapshot(of path: String) throws -> [String: [UInt8]] {
  var contents: [String: [UInt8]] = [:]
  for file in files(below: path) { contents[file] = try bytes(at: path + "/" + file) }
  return contents
}
