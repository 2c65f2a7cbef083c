import Activities
import Archiver

/// Every day of the snapshot at a glance: its count as a number and a shade, and its marks in words.
extension SnapshotPage {
  func calendar(_ section: inout HTMLText) {
    section.paragraph(SnapshotWording.calendar)
    legend(&section)
    section.element("div", ["class": "months"]) { months in
      for days in facts.days.months { month(days, &months) }
    }
    section.newLine()
  }

  private func month(_ days: ArraySlice<CalendarDay>, _ months: inout HTMLText) {
    guard let first = days.first?.day, let last = days.last?.day else { return }
    months.element("table", ["class": "month"]) { table in
      table.element("caption", SnapshotWording.month(first))
      table.element("thead") { head in
        head.element("tr") { row in
          for name in CalendarWording.weekdays { row.element("th", ["scope": "col"], name) }
        }
      }
      table.element("tbody") { body in
        var day = first.firstOfMonth.mondayBefore
        let end = first.nextMonth
        while day < end {
          body.element("tr") { row in
            for offset in 0..<7 {
              let day = UTCDay(number: day.number + offset)
              guard day >= first.firstOfMonth, day < end else {
                row.element("td", ["class": "out"], "")
                continue
              }
              let isInside = first <= day && day <= last
              cell(day, isInside ? days[days.startIndex + day.number - first.number] : nil, &row)
            }
          }
          body.newLine()
          day = UTCDay(number: day.number + 7)
        }
      }
    }
    months.newLine()
  }

  private func cell(_ day: UTCDay, _ fact: CalendarDay?, _ row: inout HTMLText) {
    guard let fact else {
      row.element("td", ["class": "out"], "\(day.date.day)")
      return
    }
    let marks = fact.sortedMarks
    let classes = ["l\(Shades(busiest: busiest).shade(fact.activities))"] + marks.map(\.rawValue)
    row.element("td", ["class": classes.joined(separator: " ")]) { cell in
      cell.element("time", ["datetime": "\(day)"], "\(day.date.day)")
      cell.element("b", SnapshotWording.count(fact))
      for mark in marks { cell.element("i", SnapshotWording.short(mark)) }
    }
  }

  private var busiest: Int { facts.days.map(\.activities).max() ?? 0 }

  private func legend(_ section: inout HTMLText) {
    let shown = DayMark.allCases.filter { mark in
      facts.days.contains { $0.marks.contains(mark) }
    }
    section.element("ul") { list in
      list.element("li", SnapshotWording.shades(busiest: busiest))
      for mark in shown {
        list.element("li") { item in
          item.element("strong", SnapshotWording.short(mark))
          item.append(": \(SnapshotWording.long(mark))")
        }
      }
      if shown.isEmpty { list.element("li", SnapshotWording.noMarks) }
    }
    section.newLine()
  }
}

extension [CalendarDay] {
  /// The days of each month.
  fileprivate var months: [ArraySlice<CalendarDay>] {
    var months: [ArraySlice<CalendarDay>] = []
    var start = startIndex
    while start < endIndex {
      let next = self[start].day.nextMonth
      let end = self[start...].firstIndex { $0.day >= next } ?? endIndex
      months.append(self[start..<end])
      start = end
    }
    return months
  }
}

extension UTCDay {
  fileprivate var firstOfMonth: UTCDay { UTCDay(number: number - date.day + 1) }

  /// The day itself if it is a Monday. 1970-01-01 was a Thursday.
  fileprivate var mondayBefore: UTCDay {
    let weekday = (number + 3) % 7
    return UTCDay(number: number - (weekday < 0 ? weekday + 7 : weekday))
  }
}
