import Foundation
import KeptDomain

extension Queue {
    static let columns: SQL = """
        id, place_id, letter, slug, name, serves, calendar_id, confidence, largest_party, by_capacity, ways, most_waiting, \
        per_phone, per_address, recalls, no_show_after_seconds, return_within_seconds, forget_after_seconds, \
        offers_company, opens_cases, offers, questions, farewell, shut_at, shut_why, open_until, closed_at, revision
        """

    init(_ row: inout Row) {
        let id = row.id(Queue.self)
        let place = row.id(Place.self)
        let (letter, slug) = (row.text(), row.text())
        let (name, serves) = (SaidTexts.read(row.text()), SaidTexts.read(row.text()))
        let calendar = row.optionalID(CalendarRecord.self)
        var rules = QueueRules()
        rules.confidence = row.double()
        rules.largestParty = row.int()
        rules.byCapacity = row.flag()
        rules.ways = row.text().split(separator: " ").compactMap { QueueRules.Way(rawValue: String($0)) }
        rules.mostWaiting = row.int()
        rules.perPhone = row.int()
        rules.perAddress = row.int()
        rules.recalls = row.int()
        rules.noShowAfter = .seconds(row.int64())
        rules.returnWithin = .seconds(row.int64())
        rules.forgetAfter = .seconds(row.int64())
        rules.offersCompany = row.flag()
        rules.opensCases = row.flag()
        self.init(
            id: id, place: place, letter: letter, slug: slug, name: name, serves: serves, calendar: calendar,
            rules: rules, offers: QueueTexts.read(row.text()), questions: QueueTexts.read(row.text()),
            farewell: SaidTexts.read(row.text()), shutAt: row.optionalInstant(), shutWhy: row.optionalText(),
            openUntil: row.optionalInstant(), closedAt: row.optionalInstant(), revision: row.int())
    }
}

extension QueueDraft {
    func insertion(as id: ID<Queue>) -> SQL {
        """
        INSERT INTO queues (id, place_id, letter, slug, name, serves, calendar_id, confidence, largest_party, by_capacity, \
        ways, most_waiting, per_phone, per_address, recalls, no_show_after_seconds, return_within_seconds, \
        forget_after_seconds, offers_company, opens_cases, offers, questions, farewell) VALUES (\(id), \(place), \(letter), \
        \(slug), \(SaidTexts.write(name)), \(SaidTexts.write(serves)), \(calendar), \(rules.confidence), \
        \(rules.largestParty), \(rules.byCapacity), \(wayWords), \(rules.mostWaiting), \(rules.perPhone), \
        \(rules.perAddress), \(rules.recalls), \(rules.noShowAfter.seconds), \(rules.returnWithin.seconds), \
        \(rules.forgetAfter.seconds), \(rules.offersCompany), \(rules.opensCases), \(QueueTexts.write(offers)), \
        \(QueueTexts.write(questions)), \(SaidTexts.write(farewell)))
        """
    }

    func update(of id: ID<Queue>, revision: Int) -> SQL {
        """
        UPDATE queues SET letter = \(letter), slug = \(slug), name = \(SaidTexts.write(name)), \
        serves = \(SaidTexts.write(serves)), calendar_id = \(calendar), confidence = \(rules.confidence), \
        largest_party = \(rules.largestParty), by_capacity = \(rules.byCapacity), ways = \(wayWords), \
        most_waiting = \(rules.mostWaiting), per_phone = \(rules.perPhone), per_address = \(rules.perAddress), \
        recalls = \(rules.recalls), no_show_after_seconds = \(rules.noShowAfter.seconds), \
        return_within_seconds = \(rules.returnWithin.seconds), forget_after_seconds = \(rules.forgetAfter.seconds), \
        offers_company = \(rules.offersCompany), opens_cases = \(rules.opensCases), offers = \(QueueTexts.write(offers)), \
        questions = \(QueueTexts.write(questions)), farewell = \(SaidTexts.write(farewell)), revision = revision + 1 \
        WHERE id = \(id) AND revision = \(revision)
        """
    }

    private var wayWords: String {
        QueueRules.Way.allCases.filter(rules.ways.contains).map(\.rawValue).joined(separator: " ")
    }
}

extension ServicePoint {
    static let columns: SQL = "id, place_id, kind, name, capacity, opened_at, person_id, closed_at, revision"

    init(_ row: inout Row, serves: [ID<ServicePoint>: [Service]]) {
        let id = row.id(ServicePoint.self)
        self.init(
            id: id, place: row.id(), kind: row.word(), name: SaidTexts.read(row.text()), capacity: row.int(),
            serves: serves[id] ?? [], openedAt: row.optionalInstant(), person: row.optionalID(),
            closedAt: row.optionalInstant(), revision: row.int())
    }
}

/// Lists that are stored whole, as JSON. Only Kept writes them.
enum QueueTexts {
    static func write(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch { preconditionFailure("\(value) cannot be written: \(error)") }
    }

    static func read<T: Decodable>(_ text: String, as _: T.Type = T.self) -> T {
        do {
            return try JSONDecoder().decode(T.self, from: Data(text.utf8))
        } catch { preconditionFailure("\(T.self) stored as \(text): \(error)") }
    }
}
