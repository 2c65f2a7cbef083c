import Activities
import NIOCore

/// The API's envelope around a page (API: "Response").
enum PageEnvelope {
  /// `{"items":[…],"total_count":…,"total_pages":…,"has_more":…}`, the items byte for byte as the
  /// source gave them.
  static func text(of page: ActivityPage, for query: ActivityQuery) -> ByteBuffer {
    let (quotient, remainder) = page.totalCount.quotientAndRemainder(dividingBy: query.size)
    let totalPages = quotient + (remainder > 0 ? 1 : 0)
    var buffer = ByteBuffer()
    buffer.reserveCapacity(page.items.reduce(128) { $0 + $1.count + 1 })
    buffer.writeStaticString("{\"items\":[")
    var isFirst = true
    for item in page.items {
      if !isFirst { buffer.writeInteger(UInt8(ascii: ",")) }
      isFirst = false
      buffer.writeBytes(item)
    }
    buffer.writeString("],\"total_count\":\(page.totalCount),\"total_pages\":\(totalPages)")
    buffer.writeString(",\"has_more\":\(query.page < totalPages)}")
    return buffer
  }
}
