/// The byte by byte part of the parser.
extension CSVParser {
    /// Scans on from where the last call ended. `nil` when the bytes run out before the record does.
    mutating func scanRecord() throws(CSVFailure) -> CSVRecord? {
        let bytes = storage.baseAddress!.assumingMemoryBound(to: UInt8.self)
        let end = filled
        var at = scan
        while at < end {
            switch place {
            case .fieldStart:
                let isQuote = bytes[at] == 0x22
                if isQuote { at += 1 }
                place = isQuote ? .quoted : .plain
                fieldStart = at
                continue
            case .quoted:
                while at < end, stops[Int(bytes[at])] & 2 == 0 { at += 1 }
                guard at < end else { continue }
                switch bytes[at] {
                case 0x22: place = .quoteInQuoted
                case 0x0A: if bytes[at - 1] != 0x0D { lineBreaksInRecord += 1 }
                case 0x0D: lineBreaksInRecord += 1
                default: throw binary(at: at)
                }
                at += 1
                continue
            case .quoteInQuoted where bytes[at] == 0x22:
                fieldHasEscapes = true
                place = .quoted
                at += 1
                continue
            case .quoteInQuoted where stops[Int(bytes[at])] & 1 == 0:
                flaw = flaw ?? .textAfterQuote(field: fieldCount)
                place = .afterQuote
                continue
            case .quoteInQuoted: break
            case .plain, .afterQuote:
                while at < end, stops[Int(bytes[at])] & 1 == 0 { at += 1 }
                guard at < end else { continue }
            }
            // Here stands a delimiter or the end of the line.
            let byte = bytes[at]
            if byte == delimiter {
                try closeField(at: at)
                at += 1
                continue
            }
            if byte == 0 { throw binary(at: at) }
            var next = at + 1
            if byte == 0x0D {
                if next == end, !isFinished { break }  // perhaps the first half of CRLF
                if next < end, bytes[next] == 0x0A { next += 1 }
            }
            if fieldCount == 0, at == recordStart {
                (recordStart, place, line) = (next, .fieldStart, line + 1)
                at = next
                continue
            }
            try closeField(at: at)
            return record(until: next, nextLine: line + lineBreaksInRecord + 1)
        }
        scan = at
        return nil
    }

    /// Notes the field that ends before `at`.
    mutating func closeField(at: Int) throws(CSVFailure) {
        if fieldCount == extents.count {
            guard try growExtents() else {
                // A row of so many fields is none of this table: the rest of it is passed over.
                flaw = flaw ?? .tooManyFields
                fieldHasEscapes = false
                place = .fieldStart
                return
            }
        }
        if place == .fieldStart { fieldStart = at }
        let end = place == .quoteInQuoted ? at - 1 : at
        extents[fieldCount] = CSVRecord.Extent(
            start: UInt32(fieldStart - recordStart), end: UInt32(end - recordStart), hasEscapes: fieldHasEscapes)
        fieldCount += 1
        fieldHasEscapes = false
        place = .fieldStart
    }

    /// - Returns: `false` when there are as many as there may be. - Throws: in the first line, which names the columns.
    private mutating func growExtents() throws(CSVFailure) -> Bool {
        guard extents.count < Self.fieldLimit else {
            guard line > 1 else { throw .tooManyFields(line: line, limit: Self.fieldLimit) }
            return false
        }
        let larger = UnsafeMutableBufferPointer<CSVRecord.Extent>.allocate(capacity: extents.count * 4)
        _ = larger.update(fromContentsOf: extents)
        extents.deallocate()
        extents = larger
        return true
    }

    /// The record of the fields noted, and the parser set to begin the next one at `next`.
    mutating func record(until next: Int, nextLine: Int) -> CSVRecord {
        for field in 0..<fieldCount where extents[field].hasEscapes { resolveEscapes(in: field) }
        let record = CSVRecord(
            line: line, start: origin + Int64(recordStart), end: origin + Int64(next), flaw: flaw,
            base: UnsafeRawPointer(storage.baseAddress! + recordStart),
            extents: UnsafeBufferPointer(rebasing: extents[..<fieldCount]))
        line = nextLine
        lineBreaksInRecord = 0
        fieldCount = 0
        fieldHasEscapes = false
        flaw = nil
        place = .fieldStart
        recordStart = next
        scan = next
        return record
    }

    /// Makes one quote of each two in the field, in place.
    private mutating func resolveEscapes(in field: Int) {
        let bytes = storage.baseAddress!.assumingMemoryBound(to: UInt8.self) + recordStart
        var from = Int(extents[field].start)
        var to = from
        let end = Int(extents[field].end)
        while from < end {
            bytes[to] = bytes[from]
            from += bytes[from] == 0x22 && from + 1 < end && bytes[from + 1] == 0x22 ? 2 : 1
            to += 1
        }
        extents[field].end = UInt32(to)
    }

    /// Gives up on a quote that never closes: the record's first line is handed out as flawed, and reading goes on in
    /// the line after it, so that one stray quote does not cost the rest of the file.
    mutating func abandonQuote() throws(CSVFailure) -> CSVRecord {
        unclosedQuotes += 1
        if unclosedQuotes > Self.unclosedQuoteLimit {
            throw .tooManyUnclosedQuotes(line: line, limit: Self.unclosedQuoteLimit)
        }
        let bytes = storage.baseAddress!.assumingMemoryBound(to: UInt8.self)
        var lineEnd = recordStart
        while lineEnd < filled, bytes[lineEnd] != 0x0A, bytes[lineEnd] != 0x0D { lineEnd += 1 }
        if lineEnd - recordStart > recordLimit { throw .recordTooLong(line: line, limit: recordLimit) }
        flaw = .unclosedQuote(field: fieldCount)
        while fieldCount > 0, recordStart + Int(extents[fieldCount - 1].end) > lineEnd { fieldCount -= 1 }
        if fieldStart > lineEnd { fieldStart = lineEnd }
        place = .plain
        try closeField(at: lineEnd)
        var next = lineEnd
        if next < filled { next += bytes[next] == 0x0D && next + 1 < filled && bytes[next + 1] == 0x0A ? 2 : 1 }
        return record(until: next, nextLine: line + 1)
    }

    private func binary(at: Int) -> CSVFailure {
        .binary(line: line + lineBreaksInRecord, offset: origin + Int64(at))
    }
}
