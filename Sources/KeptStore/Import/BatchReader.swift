import Crypto
import Foundation
import KeptDomain

/// The rows of a batch, read but not yet looked up.
enum BatchRows: Sendable {
    case orders([ImportedOrder])
    case lines([LineRow])
    case events([EventRow])
    case olist(OlistFile, [OlistRow])
    case cases([CaseFileRow])
    case visits([PastVisitRow])
    case calls([PastVisitRow])
}

/// Rows of one file: `BatchReader.limit` of them, more where the rows of the last order go on, the end of the file less.
struct ReadBatch: Sendable {
    var rows: BatchRows
    let faults: [RowFault]
    /// Rows of the file, those at fault included.
    let rowCount: Int
    let lines: ClosedRange<Int>
    /// SHA-256 of the rows' bytes in UTF-8, doubled quotes made one, in hexadecimal digits.
    let hash: String
    /// Where the row after the batch begins.
    let end: DelimitedFile.Position
    /// Bytes on disk read so far.
    let bytes: Int64
}

/// Reads one file of an import batch by batch.
final class BatchReader {
    static let limit = 5_000

    private let file: DelimitedFile
    private let kind: Kind
    private var reader: OrderRowReader
    private var caseReader: CaseRowReader
    private var visitReader: VisitRowReader
    private let places: [Int]
    /// Rows of one order may stand one after another, a line each.
    private let hasLines: Bool
    private var carried: (row: OrderRow, bytes: [UInt8])?
    /// The order that the last good row belongs to, with its lines so far.
    private var current: (order: String, lines: Int)?
    private var failure: FileFailure?

    private enum Kind { case orders, lines, events, cases, visits, calls(Zone), olist(OlistFile) }

    init(
        _ planned: ImportPlan.File, _ plan: ImportPlan, zones: ZoneFiles, from position: DelimitedFile.Position?
    ) throws {
        let file = try DelimitedFile(planned.path, encoding: plan.encoding, from: position)
        self.file = file
        let map: ColumnMap
        switch planned.role {
        case .olist(let part):
            kind = part == .orders ? .orders : .olist(part)
            places = try Self.places(of: part.columns, file.header, planned.path)
            map = OlistFile.orderMap
        case .calls:
            kind = .calls(try Self.zone(plan.zone, zones))
            places = try Self.places(of: CallFile.columns, file.header, planned.path)
            map = ColumnMap()
        case .mapped(let told):
            let problems = told.problems(with: file.header)
            guard problems.isEmpty, let rowKind = told.rowKind else {
                throw ImportRefusal.map(path: planned.path, header: file.header, problems)
            }
            kind =
                switch rowKind {
                case .orders: .orders;
                case .lines: .lines;
                case .events: .events;
                case .cases: .cases;
                case .visits: .visits
                }
            places = []
            map = told
        }
        hasLines = map.has(.lineName) || map.has(.sku)
        let zone = try Self.zone(map.zone ?? plan.zone, zones)
        // A zone that cannot be found makes a fault of its row, which names it.
        func find(_ name: String) -> Zone? {
            do throws(ZoneFilesError) { return try zones.zone(name) } catch { return nil }
        }
        reader = OrderRowReader(map, header: file.header, zone: zone, findZone: find)
        caseReader = CaseRowReader(map, header: file.header, zone: zone, findZone: find)
        visitReader = VisitRowReader(map, header: file.header, zone: zone, findZone: find)
    }

    private static func places(of columns: [String], _ header: [String], _ path: String) throws -> [Int] {
        let found = columns.map(header.firstIndex(of:))
        let missing = zip(columns, found).filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty else { throw ImportRefusal.missingColumns(path: path, missing: missing, found: header) }
        return found.compactMap(\.self)
    }

    private static func zone(_ name: String, _ zones: ZoneFiles) throws -> Zone {
        do {
            return try zones.zone(name)
        } catch {
            guard case .unknownZone(let name, let nearest) = error else { throw error }
            throw ImportRefusal.unknownZone(name, nearest: nearest)
        }
    }

    /// The next batch; `nil` at the end of the file. What was read before a failure of the file is handed out first.
    ///
    /// - Parameter note: told each order's name, answers whether the order may be known already.
    func next(_ note: (String) -> Bool) throws(FileFailure) -> ReadBatch? {
        if let failure { throw failure }
        var taken = Taken(at: file.position)
        switch kind {
        case .orders: taken.rows = .orders(orders(&taken, note))
        case .lines: taken.rows = .lines(each(&taken) { record throws(RowFault) in try reader.line(record) })
        case .events: taken.rows = .events(each(&taken) { record throws(RowFault) in try reader.event(record) })
        case .cases: taken.rows = .cases(each(&taken) { record throws(RowFault) in try caseReader.row(record) })
        case .visits: taken.rows = .visits(each(&taken) { record throws(RowFault) in try visitReader.row(record) })
        case .calls(let zone):
            let (header, places) = (file.header, places)
            taken.rows = .calls(
                each(&taken) { record throws(RowFault) in
                    try CallFile.row(record, header: header, places: places, zone: zone)
                })
        case .olist(let part):
            let (header, places) = (file.header, places)
            taken.rows = .olist(
                part,
                each(&taken) { record throws(RowFault) in
                    try OlistRow(part, record, header: header, places: places)
                })
        }
        guard let rows = taken.rows, taken.count > 0 else {
            if let failure { throw failure }
            return nil
        }
        return ReadBatch(
            rows: rows, faults: taken.faults, rowCount: taken.count,
            lines: taken.firstLine...max(taken.firstLine, taken.lastLine),
            hash: taken.hash.finalize().map { padded(Int($0), 16, 2) }.joined(), end: taken.end,
            bytes: file.progress.read)
    }

    private struct Taken {
        var rows: BatchRows?
        var faults: [RowFault] = []
        var count = 0
        var firstLine: Int
        var lastLine: Int
        var hash = SHA256()
        var end: DelimitedFile.Position

        init(at position: DelimitedFile.Position) {
            (firstLine, lastLine, end) = (position.line, position.line, position)
        }

        mutating func take(_ record: CSVRecord, end: DelimitedFile.Position) {
            hash.update(bufferPointer: record.allBytes)
            count += 1
            lastLine = record.line
            self.end = end
        }
    }

    /// The next record, `nil` at the end or at a failure, which is kept for the call after this batch.
    private func record() -> CSVRecord? {
        do throws(FileFailure) {
            return try file.next()
        } catch {
            failure = error
            return nil
        }
    }

    private func each<T>(_ taken: inout Taken, _ read: (CSVRecord) throws(RowFault) -> T) -> [T] {
        var all: [T] = []
        all.reserveCapacity(Self.limit)
        while taken.count < Self.limit, let record = record() {
            taken.take(record, end: file.position)
            do throws(RowFault) { all.append(try read(record)) } catch { taken.faults.append(error) }
        }
        return all
    }

    private func orders(_ taken: inout Taken, _ note: (String) -> Bool) -> [ImportedOrder] {
        var all: [ImportedOrder] = []
        all.reserveCapacity(Self.limit)
        func begin(_ row: OrderRow) {
            current = (row.order, row.goods == nil ? 0 : 1)
            all.append(ImportedOrder(row: row, lines: row.goods.map { [$0] } ?? [], mayBeKnown: note(row.order)))
        }
        if let first = carried {
            carried = nil
            begin(first.row)
            taken.hash.update(data: first.bytes)
            taken.count = 1
            (taken.firstLine, taken.lastLine) = (first.row.line, first.row.line)
        }
        // An order's lines go on past the limit, and as an order has no more than so many, what goes on longer is faults.
        while taken.count < (hasLines ? Self.limit * 2 : Self.limit), let record = record() {
            let row: OrderRow
            do throws(RowFault) { row = try reader.order(record) } catch {
                taken.take(record, end: file.position)
                taken.faults.append(error)
                continue
            }
            let goesOn = hasLines && current?.order == row.order
            if !goesOn, taken.count >= Self.limit {
                // The lines of an order are never torn apart: its first row opens the next batch, and a run that goes on
                // here reads it again.
                carried = (row, Array(record.allBytes))
                return all
            }
            taken.take(record, end: file.position)
            if goesOn {
                do throws(RowFault) { try goOn(row, in: &all) } catch { taken.faults.append(error) }
            } else {
                begin(row)
            }
        }
        return all
    }

    /// Takes a further row of the order that the last good row belongs to.
    private func goOn(_ row: OrderRow, in all: inout [ImportedOrder]) throws(RowFault) {
        let count = current?.lines ?? 0
        if row.goods != nil {
            guard count < OrderDraft.mostLines else {
                throw RowFault(line: row.line, column: nil, reason: .tooManyLines, value: row.order)
            }
            current?.lines = count + 1
        }
        guard let last = all.indices.last else {
            // Thousands of faults between two of its rows tore it apart after all: its lines go on where they stopped.
            var row = row
            if row.goods?.number == nil { row.goods?.number = Int64(count + 1) }
            all.append(ImportedOrder(row: row, lines: row.goods.map { [$0] } ?? [], mayBeKnown: true))
            return
        }
        if let goods = row.goods {
            if let number = goods.number, all[last].lines.contains(where: { $0.number == number }) {
                throw RowFault(line: row.line, column: nil, reason: .repeatedLine, value: String(number))
            }
            all[last].lines.append(goods)
        }
        all[last].rowCount += 1
    }
}

private func padded(_ value: Int, _ radix: Int, _ width: Int) -> String {
    let digits = String(value, radix: radix)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
